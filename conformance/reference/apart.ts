import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Running } from "./server.ts";

/** In the package everything is JavaScript; in the repository a thread needs tsx as its process does. */
const IS_SOURCE = import.meta.url.endsWith(".ts");

/**
 * Starts the reference server on a thread of its own, so that whoever asks it has a processor for itself.
 * @throws Error when the thread ends before the server has started
 */
export async function startReferenceApart(): Promise<Running> {
  const thread = IS_SOURCE ? fromSource() : new Worker(new URL("./thread.js", import.meta.url));
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
  const [tsx, file] = [import.meta.resolve("tsx/esm/api"), import.meta.resolve("./thread.ts")];
  const code = `import("${tsx}").then(({ register }) => (register(), import("${file}")));`;
  return new Worker(code, { eval: true });
}
