import { existsSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../../package.json" with { type: "json" };
import type { Flaw } from "../examples.ts";
import { sync2Flaw } from "./sync2.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Commands of npm's own that texts may name. */
const NPM = new Set(["ci", "cit", "install", "install-ci-test", "test"]);

/** Commands of a shell that nothing can be said of. */
const SHELL = new Set(["cd", "curl", "export"]);

const WORD = /'[^']*'|"[^"]*"|<[^>]*>|\[[^\]]*\]|[^\s'"<[]+/g;

/** What is wrong with the command lines of a block: each program, script, option and file in them has to exist. */
export function commandFlaws(text: string): Flaw[] {
  // A line that ends with a backslash goes on in the next; blank lines keep the count.
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

/** What is wrong with one command; null where nothing is. */
export function commandFlaw(command: string): string | null {
  const words = (command.match(WORD) ?? []).reduce<string[]>(joined(command), []);
  const [program, ...args] = words.filter((word, index) => !isAssignment(words, word, index));
  if (program === undefined || SHELL.has(program)) return null;
  if (program === "sync2") return told(command, sync2Flaw(filled(args)));
  if (program === "npm") return told(command, npmFlaw(args));
  if (program === "npx") return npxFlaw(command, args);
  if (["bash", "node", "tsx"].includes(program)) return told(command, fileFlaw(args[0]));
  return told(command, `nobody knows ${program}`);
}

/** Words that touch each other are one: `--name='a b'`. */
function joined(command: string) {
  let end = 0;
  return (all: string[], word: string): string[] => {
    const at = command.indexOf(word, end);
    const touches = at === end && all.length > 0;
    end = at + word.length;
    const text = word.replace(/^(['"])(.*)\1$/, "$2");
    return touches ? [...all.slice(0, -1), `${all.at(-1)}${text}`] : [...all, text];
  };
}

/** Variables for one command stand before its program. */
function isAssignment(words: readonly string[], word: string, index: number): boolean {
  return /^[A-Z0-9_]+=/.test(word) && words.slice(0, index).every((before) => /^[A-Z0-9_]+=/.test(before));
}

/** An ellipsis stands for a format, or for more of the same. */
function filled(args: readonly string[]): string[] {
  return args.flatMap((word, index) => {
    if (word !== "…") return [word];
    return args[index - 1] === "--format" ? ["json"] : [];
  });
}

function npmFlaw([verb = "", name = ""]: readonly string[]): string | null {
  if (verb !== "run") return NPM.has(verb) ? null : `npm has no ${verb} that the texts may name`;
  return Object.hasOwn(manifest.scripts, name) ? null : `there is no script ${name}`;
}

function npxFlaw(command: string, [program = "", ...args]: readonly string[]): string | null {
  // By the name of the package, npx runs the only command that it has.
  if (program === "sync2" || program === manifest.name) return told(command, sync2Flaw(filled(args)));
  if (program === "tsx") return told(command, fileFlaw(args[0]));
  if (program === "vitest") return told(command, fileFlaw(args[1]));
  return program === "redocly" ? null : told(command, `nobody knows ${program}`);
}

function fileFlaw(file = ""): string | null {
  return existsSync(join(ROOT, file)) ? null : `there is no file ${file}`;
}

function told(command: string, flaw: string | null): string | null {
  return flaw === null ? null : `${command.trim()}: ${flaw}`;
}
