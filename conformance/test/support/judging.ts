/** Judges a file of recorded traffic by the command. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { EXIT } from "../../cli/exit-codes.ts";
import { type JudgeOptions, judgeFile } from "../../cli/judge-file.ts";
import { UsageError } from "../../results/errors.ts";
import { CANARY, captured, folder } from "./command.ts";

export const FILE = join(folder, "traffic.har");

/** What the command says of a file, in words or for programs; no credential is in either. */
export async function judge(
  content: string,
  options: Partial<JudgeOptions> = {},
  env: Record<string, string> = {},
) {
  writeFileSync(FILE, content);
  const { shell, out } = captured(env);
  const ended = await judgeFile(FILE, { color: false, ...options }, shell).then(
    (code) => ({ code, err: "" }),
    (error) => {
      if (!(error instanceof UsageError)) throw error;
      return { code: EXIT.usage, err: error.message };
    },
  );
  expect(out() + ended.err).not.toContain(CANARY);
  return { ...ended, out: out() };
}

/** For programs: rule and exchange of all that is broken, and the rest. */
export async function judged(content: string, options: Partial<JudgeOptions> = {}) {
  const { code, out, err } = await judge(content, { json: true, ...options });
  if (out === "") throw new Error(err);
  const { broken, ...rest } = JSON.parse(out);
  type Broken = { rule: string; seen: { exchange: string; path: string; expected: string; got: string }[] };
  const all = (broken as Broken[]).flatMap(({ rule, seen }) => seen.map((each) => ({ rule, ...each })));
  return { code, broken: all.map(({ rule, exchange }) => `${rule} at ${exchange}`), seen: all, ...rest };
}
