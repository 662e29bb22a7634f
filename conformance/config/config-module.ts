import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { Redactor } from "../exchange/redactor.ts";
import { UsageError } from "../results/errors.ts";
import type { Source } from "./config-text.ts";
import { type Exports, loadModule } from "./load-module.ts";
import { dotted, type Path } from "./location.ts";

/** Matches file names of modules in TypeScript or JavaScript. */
export const MODULE = /\.[cm]?[jt]s$/;

/** Names of environment variables whose values no message shows. */
const SECRET = /^SYNC2_|TOKEN|KEY|SECRET|PASS|AUTH|CREDENTIAL/i;

/**
 * Reads the default export of a module, in TypeScript or JavaScript.
 * @throws UsageError that shows no value of the module
 */
export async function readModule(file: string, env: NodeJS.ProcessEnv): Promise<Source> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`${file}: cannot be read: there is no such file.`);
  let value: unknown;
  try {
    value = exported(await loadModule(path));
  } catch (error) {
    throw new UsageError(`${file}${explain(error, path, env)}`);
  }
  if (value === undefined) {
    throw new UsageError(`${file}: has no default export. Write "export default defineConfig({ … })".`);
  }
  // A message names no line, because an exported value may come from anywhere.
  const at = (...all: Path) => `${file}: at ${dotted(all)}`;
  refuseUndefined(value, [], at);
  return { value, at, atKey: (all) => at(...all) };
}

/** The default export, which is one level deeper in a module that was compiled to CommonJS. */
function exported({ default: value }: Exports): unknown {
  const isWrapped = typeof value === "object" && value !== null && "__esModule" in value;
  return isWrapped ? (value as Exports).default : value;
}

/** Explains why a module cannot be loaded. Removes quoted parts, because they may come from the file or a variable. */
function explain(error: unknown, path: string, env: NodeJS.ProcessEnv): string {
  const { name = "Error", message = "", code } = (error ?? {}) as NodeJS.ErrnoException;
  const secrets = Object.entries(env)
    .filter(([key]) => SECRET.test(key))
    .map(([key, text = ""]) => ({ text, label: `[${key}]` }));
  const clean = new Redactor(secrets).text(message);
  if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") {
    return `: imports a module that does not exist: ${clean.split("\n", 1)}. Install it, or correct the import.`;
  }
  const unquoted = clean.replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, ([quote]) => `${quote}…${quote}`);
  const syntax = syntaxError(unquoted);
  if (syntax) {
    const what = `cannot be compiled: ${syntax.reason}`;
    return syntax.file === path
      ? `:${syntax.at}: ${what}`
      : `: imports ${relative(dirname(path), syntax.file)}:${syntax.at}, which ${what}`;
  }
  return `: fails when it is loaded: ${name}: ${unquoted.split("\n", 1)}`;
}

/** Refuses undefined values: most likely a variable is not set, and without the key a wrong server could be checked. */
function refuseUndefined(value: unknown, path: Path, at: (...path: Path) => string): void {
  if (value === undefined) {
    throw new UsageError(
      `${at(...path)}: is undefined, maybe because an environment variable is not set. Set it, or leave the key out.`,
    );
  }
  if (typeof value !== "object" || value === null) return;
  if (path.length > 8) throw new UsageError(`${at(...path.slice(0, 8))}: is nested too deeply.`);
  const steps = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [step, item] of steps) refuseUndefined(item, [...path, step], at);
}

/** Parses a compiler's message: the first line has the reason, the last one file, line and column. */
function syntaxError(text: string): { reason: string; file: string; at: string } | null {
  const [first = "", ...rest] = text.trimEnd().split("\n");
  const place = /^ ([^:]+(?::[^:]+)?):(\d+):(\d+)$/.exec(rest.at(-1) ?? "");
  if (!first.startsWith("ParseError: ") || !place) return null;
  const [, file = "", line, column] = place;
  return { reason: first.slice("ParseError: ".length).trimEnd(), file, at: `${line}:${Number(column) + 1}` };
}
