/** Reads configuration files that a test writes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { readTarget } from "../../config/read-target.ts";
import type { TargetOptions } from "../../config/target-options.ts";
import { UsageError } from "../../results/errors.ts";
import type { Target } from "../../runner/target.ts";
import { folder } from "./command.ts";

/** The configuration file of the tests. */
export const file = join(folder, "sync2.yaml");

/** The target that a configuration, an argument and the environment make. */
export async function read(
  content: string,
  argument?: string,
  env: Record<string, string> = {},
  options: TargetOptions = {},
): Promise<Target> {
  writeFileSync(file, content);
  return readTarget(argument, { ...options, config: file }, env);
}

/** What is said where they make none. */
export async function refusal(...input: Parameters<typeof read>): Promise<string> {
  try {
    await read(...input);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).message;
  }
  throw new Error("nothing was refused");
}
