// Checks that the command lines in texts are correct: programs, scripts, options and files exist.
import { existsSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../../package.json" with { type: "json" };
import type { Flaw } from "../http-example-flaws.ts";
import { sync2Flaw } from "./sync2-command-flaw.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Commands of npm itself that texts may use. */
const NPM_COMMANDS = new Set(["ci", "cit", "install", "install-ci-test", "test"]);

/** Commands of a shell, which are not checked. */
const UNCHECKED = new Set(["cd", "curl", "export"]);

const WORD = /'[^']*'|"[^"]*"|<[^>]*>|\[[^\]]*\]|[^\s'"<[]+/g;

/** Checks the command lines of a block: each program, script, option and file in them has to exist. */
export function commandFlaws(text: string): Flaw[] {
  // A line that ends with a backslash continues on the next.
  const lines = text.replaceAll(/\\\n/g, "  ").split("\n");
  return lines.flatMap((line, index) =>
    line
      .replace(/(?:^|\s)#.*$/, "")
      .split(/&&|\|\||[;|]|&(?=\s|$)/)
      .flatMap((command) => {
        const message = commandFlaw(command);
        return message === null ? [] : [{ line: index, message }];
      }),
  );
}

/** The flaw of one command; null if there is none. */
export function commandFlaw(command: string): string | null {
  const words = (command.match(WORD) ?? []).reduce<string[]>(joinTouching(command), []);
  const [program, ...args] = words.filter((word, index) => !isAssignment(words, word, index));
  if (program === undefined || UNCHECKED.has(program)) return null;
  if (program === "sync2") return withCommand(command, sync2Flaw(withoutEllipsis(args)));
  if (program === "npm") return withCommand(command, npmFlaw(args));
  if (program === "npx") return npxFlaw(command, args);
  if (["bash", "node", "tsx"].includes(program)) return withCommand(command, fileFlaw(args[0]));
  return withCommand(command, `unknown program ${program}`);
}

/** Joins words that touch each other: `--name='a b'`. */
function joinTouching(command: string) {
  let end = 0;
  return (words: string[], word: string): string[] => {
    const start = command.indexOf(word, end);
    const touches = start === end && words.length > 0;
    end = start + word.length;
    const text = word.replace(/^(['"])(.*)\1$/, "$2");
    return touches ? [...words.slice(0, -1), `${words.at(-1)}${text}`] : [...words, text];
  };
}

/** True for a variable of one command, which precedes its program. */
function isAssignment(words: readonly string[], word: string, index: number): boolean {
  return /^[A-Z0-9_]+=/.test(word) && words.slice(0, index).every((before) => /^[A-Z0-9_]+=/.test(before));
}

/** Replaces an ellipsis by a format, or removes it. */
function withoutEllipsis(args: readonly string[]): string[] {
  return args.flatMap((word, index) => {
    if (word !== "…") return [word];
    return args[index - 1] === "--format" ? ["json"] : [];
  });
}

function npmFlaw([verb = "", name = ""]: readonly string[]): string | null {
  if (verb !== "run") return NPM_COMMANDS.has(verb) ? null : `npm has no ${verb} that the texts may name`;
  return Object.hasOwn(manifest.scripts, name) ? null : `there is no script ${name}`;
}

function npxFlaw(command: string, [program = "", ...args]: readonly string[]): string | null {
  // npx runs the only command of a package by the name of the package.
  if (program === "sync2" || program === manifest.name)
    return withCommand(command, sync2Flaw(withoutEllipsis(args)));
  if (program === "tsx") return withCommand(command, fileFlaw(args[0]));
  if (program === "vitest") return withCommand(command, fileFlaw(args[1]));
  return program === "redocly" ? null : withCommand(command, `unknown program ${program}`);
}

function fileFlaw(file = ""): string | null {
  return existsSync(join(ROOT, file)) ? null : `there is no file ${file}`;
}

/** Precedes a flaw by its command. */
function withCommand(command: string, flaw: string | null): string | null {
  return flaw === null ? null : `${command.trim()}: ${flaw}`;
}
