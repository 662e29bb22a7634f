import type { SuiteRun } from "../child/run-suite.ts";
import { inChild } from "../child-processes.ts";
import type { ComparedTool } from "./compared-tool.ts";

/** Runs the check of the broken rule by this suite, for the comparison of tools. */
export const sync2: ComparedTool = {
  name: "sync2 (this suite)",
  use: "the check of the broken rule, as a run has it",
  packages: [],
  isByRule: true,
  async prepare() {
    return {
      async check(server, rule) {
        const began = performance.now();
        const run = await inChild<SuiteRun>("run-suite", { server, rules: [rule] });
        const { passed: _, ...others } = run.outcomes;
        const complaints = Object.keys(others).filter((outcome) => outcome === "violated");
        return { complaints, exchanges: run.exchanges, wallMs: performance.now() - began };
      },
    };
  },
};
