import { randomUUID } from "node:crypto";
import { appendFileSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { annotations, stepSummary } from "../report/formats/github.ts";
import type { Report } from "../results/model.ts";
import { withoutCommandMarks } from "../results/text.ts";
import { inLog, isAction, isPipeline, say } from "./ci-log.ts";
import { SENTENCES } from "./rule-sentences.ts";
import type { Shell } from "./shell.ts";

/**
 * Text for the log that may hold what a server sent. A runner takes `::name::` at the beginning of a line and
 * `##[name]` anywhere in it for commands, until a word that nobody can guess stops it.
 */
export function quietly(text: string, env: NodeJS.ProcessEnv): string {
  if (!isAction(env)) return inLog(text, env);
  const word = randomUUID();
  return `::stop-commands::${word}\n${text}${text.endsWith("\n") ? "" : "\n"}::${word}::\n`;
}

/**
 * Tells GitHub Actions what was found: annotations on standard output, and the summary of the step in the file that
 * `GITHUB_STEP_SUMMARY` names. That the summary cannot be written is said, and changes nothing about the run.
 */
export function announce(report: Report, { env, stdout, stderr }: Shell): void {
  const { GITHUB_WORKSPACE: workspace, GITHUB_STEP_SUMMARY: summary } = env;
  // A report may name any file; only files in the working folder are annotated.
  const isHere = (file: string) =>
    !/^\.\.(?:$|[/\\])/.test(relative("", file)) && !isAbsolute(relative("", file));
  // GitHub knows files by their paths in the repository, and the command may run in a folder of it.
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
