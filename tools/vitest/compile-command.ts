/** Compiles the command once for the outer ring, before its tests start. */
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildCommand } from "../package/build-package.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The compiled command. */
    command: string;
  }
}

const ROOT = join(import.meta.dirname, "../..");

/** Compiles the command once for all tests that start it, because each start from the sources takes a second longer. */
export default function setup({ provide }: TestProject): void {
  const out = join(ROOT, "node_modules/.cache/sync2-command");
  buildCommand(ROOT, out);
  provide("command", join(out, "conformance/cli/main.js"));
}
