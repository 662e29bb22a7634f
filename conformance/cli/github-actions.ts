import { randomUUID } from "node:crypto";
import { appendFileSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { annotations, stepSummary } from "../report/formats/github.ts";
import { withoutCommandMarks } from "../results/format-text.ts";
import type { Report } from "../results/report-model.ts";
import { inLog, isAction, isPipeline, say } from "./ci-log.ts";
import { SENTENCES } from "./rule-sentences.ts";
import type { Shell } from "./shell.ts";

/**
 * Wraps text for the log in a pause of command parsing, because a server may have sent parts of it. A runner executes
 * `::name::` at the beginning of a line and `##[name]` anywhere, unless `stop-commands` with a random word is active.
 */
export function quietly(text: string, env: NodeJS.ProcessEnv): string {
  if (!isAction(env)) return inLog(text, env);
  const word = randomUUID();
  return `::stop-commands::${word}\n${text}${text.endsWith("\n") ? "" : "\n"}::${word}::\n`;
}

/**
 * Shows results in GitHub Actions: annotations on standard output, and a summary of the step in the file that
 * `GITHUB_STEP_SUMMARY` names. If this file cannot be written, a warning says so, and the exit code stays the same.
 */
export function announce(report: Report, { env, stdout, stderr }: Shell): void {
  const { GITHUB_WORKSPACE: workspace, GITHUB_STEP_SUMMARY: summary } = env;
  // Annotates only files in the working folder, because a report may name any path.
  const isHere = (file: string) =>
    !/^\.\.(?:$|[/\\])/.test(relative("", file)) && !isAbsolute(relative("", file));
  // GitHub wants paths from the root of the repository, but the command may run in a subfolder.
  const inRepository = (file: string) => {
    if (!isHere(file)) return null;
    return workspace ? relative(workspace, resolve(file)) : relative("", file);
  };
  const commands = annotations(report, SENTENCES, inRepository);
  stdout.write(isPipeline(env) ? withoutCommandMarks(commands) : commands);
  if (!summary) return;
  try {
    const used = statSync(summary, { throwIfNoEntry: false })?.size ?? 0;
    appendFileSync(summary, stepSummary(report, SENTENCES, used));
  } catch (error) {
    say({ stderr, env }, `sync2: the summary of the step cannot be written: ${(error as Error).message}.\n`);
  }
}
