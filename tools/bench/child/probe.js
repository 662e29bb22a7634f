// Loaded into a command by NODE_OPTIONS: tells when the first request of the process goes out. From outside, so that
// nothing of the product has to know of it.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const CHANNEL = "undici:client:sendHeaders";
const file = process.env.SYNC2_BENCH_PROBE;

const first = () => {
  unsubscribe(CHANNEL, first);
  writeFileSync(/** @type {string} */ (file), String(Date.now()));
};

// The first request of all is that of the main thread, which looks at the clock of the server.
if (file && isMainThread) subscribe(CHANNEL, first);
