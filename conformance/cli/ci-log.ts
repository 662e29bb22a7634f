import { withoutCommandMarks } from "../results/format-text.ts";
import type { Shell } from "./shell.ts";

/**
 * The syntax of a text, which decides how characters can be escaped in it.
 *
 * - `text`: for people, also Markdown or TAP.
 * - `json`, `markup`: for programs; they parse the escaped text to the same value.
 */
export type Kind = "text" | "json" | "markup";

/** A command of GitHub Actions, at the beginning of a line or after white space. */
const COLONS = /^([^\S\n\r\u2028\u2029]*)::/gm;

const SPELT: Readonly<Record<Kind, { number: string; colon: string }>> = {
  text: { number: "\\x23", colon: "\\x3a" },
  json: { number: "\\u0023", colon: ":" },
  markup: { number: "&#35;", colon: "&#58;" },
};

/** True in a job of GitHub Actions, or of a runner that acts like one. */
export function isAction(env: NodeJS.ProcessEnv): boolean {
  return env.GITHUB_ACTIONS === "true";
}

/** True in a job of Azure Pipelines. */
export function isPipeline(env: NodeJS.ProcessEnv): boolean {
  return env.TF_BUILD?.toLowerCase() === "true";
}

/**
 * Escapes text from a server, a file or a report for the log of a CI job, so that the runner executes nothing in it.
 * Outside CI, returns the text unchanged.
 */
export function inLog(text: string, env: NodeJS.ProcessEnv, kind: Kind = "text"): string {
  if (!isAction(env) && !isPipeline(env)) return text;
  const { number, colon } = SPELT[kind];
  const numbered = withoutCommandMarks(text, number);
  // A line of JSON begins with a quote, a bracket or white space and one of these.
  return kind === "json" ? numbered : numbered.replace(COLONS, `$1${colon}:`);
}

/** Prints text for people to standard error. */
export function say({ stderr, env }: Pick<Shell, "stderr" | "env">, text: string): void {
  stderr.write(inLog(text, env));
}

/** Prints to standard output. */
export function print(
  { stdout, env }: Pick<Shell, "stdout" | "env">,
  text: string,
  kind: Kind = "text",
): void {
  stdout.write(inLog(text, env, kind));
}
