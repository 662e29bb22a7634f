import type { StrykerOptions } from "@stryker-mutator/api/core";
import type { Strictness } from "./catch-mutant.ts";

/** The options that this project adds to those of StrykerJS. */
export interface HarnessOptions extends StrykerOptions, Strictness {
  /** Mutants to run; null: all. */
  sample: number | null;
  /** Seed of the random choice. */
  seed: string;
  /** `file:line:column`, or its beginning: only mutants that begin there are run; null for all. */
  only: string | null;
}

/** Their JSON schema, which StrykerJS adds to its own. */
export const HARNESS_SCHEMA = {
  properties: {
    sample: { type: ["integer", "null"], minimum: 1 },
    seed: { type: "string" },
    only: { type: ["string", "null"] },
    partitions: { enum: [1, 2] },
    complete: { type: "boolean" },
  },
};
