import type { BenchContext } from "../bench-context.ts";
import type { Findings } from "../figures.ts";

/** Lists the parts of the benchmark. */

interface Part {
  /** What it measures, in one line for the help. */
  does: string;
  measure(context: BenchContext): Promise<Findings>;
}

/** The parts of the benchmark by name, in the order of measurement. Each is loaded when it is measured. */
export const PARTS = {
  wire: {
    does: "the suite without its waits, over bare undici that replays the same exchanges",
    measure: async (context) => (await import("./wire.ts")).wire(context),
  },
  command: {
    does: "`npm run conformance` from its start to its end, and what it spends its time on",
    measure: async (context) => (await import("./command.ts")).command(context),
  },
  latency: {
    does: "how the suite slows down as the server gets farther away",
    measure: async (context) => (await import("./latency.ts")).latency(context),
  },
  size: {
    does: "what more rules and more accounts cost, and how much memory the command takes",
    measure: async (context) => (await import("./size.ts")).size(context),
  },
  others: {
    does: "which planted faults other tools notice, and how fast they are",
    measure: async (context) => (await import("./others.ts")).others(context),
  },
  server: {
    does: "the reference server, over its framework answering a constant; what staged writes cost",
    measure: async (context) => (await import("./server.ts")).server(context),
  },
} satisfies Record<string, Part>;

export type PartName = keyof typeof PARTS;

export function isPart(name: string): name is PartName {
  return Object.hasOwn(PARTS, name);
}
