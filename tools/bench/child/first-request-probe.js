// Writes the time of the first request of a process to a file. NODE_OPTIONS loads it into the command, so that the
// command itself needs no code for it.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const CHANNEL = "undici:client:sendHeaders";
const file = process.env.SYNC2_BENCH_PROBE;

const first = () => {
  unsubscribe(CHANNEL, first);
  writeFileSync(/** @type {string} */ (file), String(Date.now()));
};

// The main thread sends the first request of all, to read the clock of the server.
if (file && isMainThread) subscribe(CHANNEL, first);
