/** What runs on the thread of `startReferenceApart`: tells where the server is, and ends with it when told to. */
import { once } from "node:events";
import { parentPort } from "node:worker_threads";
import { startReference } from "./server.ts";

if (parentPort === null) throw new Error("This is to run on a thread of its own.");
const { close, ...server } = await startReference();
parentPort.postMessage(server);
await once(parentPort, "message");
await close();
