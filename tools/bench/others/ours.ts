import type { SuiteRun } from "../child/suite.ts";
import { inChild } from "../children.ts";
import type { Tool } from "./tool.ts";

export const ours: Tool = {
  name: "sync2 (this suite)",
  use: "the check of the broken rule, as a run has it",
  packages: [],
  isByRule: true,
  async prepare() {
    return {
      async look(server, rule) {
        const began = performance.now();
        const run = await inChild<SuiteRun>("suite", { server, rules: [rule] });
        const { passed: _, ...others } = run.outcomes;
        const complaints = Object.keys(others).filter((outcome) => outcome === "violated");
        return { complaints, exchanges: run.exchanges, wallMs: performance.now() - began };
      },
    };
  },
};
