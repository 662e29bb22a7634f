/** The entry point of the worker: starts the server, posts its endpoint, and closes it after the first message. */
import { once } from "node:events";
import { parentPort } from "node:worker_threads";
import { startReference } from "./server.ts";

if (parentPort === null) throw new Error("worker-main runs only in a worker thread.");
const { close, ...server } = await startReference();
parentPort.postMessage(server);
await once(parentPort, "message");
await close();
