/** Starts the reference server in a worker thread. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Running } from "./server.ts";

/** The package contains JavaScript. In the repository, a worker needs tsx, as its process does. */
const IS_SOURCE = import.meta.url.endsWith(".ts");

/**
 * Starts the reference server in a worker thread, so that its client has a processor for itself.
 * @throws Error if the worker ends before the server has started
 */
export async function startReferenceInWorker(): Promise<Running> {
  const thread = IS_SOURCE ? fromSource() : new Worker(new URL("./worker-main.js", import.meta.url));
  const over = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  const [started] = (await once(thread, "message")) as [Omit<Running, "close">];
  return {
    ...started,
    async close() {
      thread.postMessage("close");
      await over;
    },
  };
}

function fromSource(): Worker {
  const [tsx, file] = [import.meta.resolve("tsx/esm/api"), import.meta.resolve("./worker-main.ts")];
  const code = `import("${tsx}").then(({ register }) => (register(), import("${file}")));`;
  return new Worker(code, { eval: true });
}
