import type { StrykerOptions } from "@stryker-mutator/api/core";
import type { Strictness } from "./catch-mutant.ts";

/** What is set here beside the options of StrykerJS itself. */
export interface HarnessOptions extends StrykerOptions, Strictness {
  /** Mutants to run; null: all. */
  sample: number | null;
  /** Begins another choice. */
  seed: string;
  /** `file:line:column`, or as much of it as is wanted: only mutants that begin there are run; null: any. */
  only: string | null;
}

/** A JSON schema of them, which StrykerJS adds to its own. */
export const HARNESS_SCHEMA = {
  properties: {
    sample: { type: ["integer", "null"], minimum: 1 },
    seed: { type: "string" },
    only: { type: ["string", "null"] },
    partitions: { enum: [1, 2] },
    complete: { type: "boolean" },
  },
};
