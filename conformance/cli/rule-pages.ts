import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rulePage } from "../report/rule-page-url.ts";
import { DOCS_FOLDER } from "./unpack-docs.ts";

/** Gives the address of a rule's page; null if there is none. */
export type PageOf = (rule: string) => string | null;

/** The root of the repository or of the package: compiled code is two folders deeper. */
const ROOT = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../.." : "../../../..", import.meta.url),
);

/**
 * Finds the pages of rules: below the URL that the user gave, else in the folder that `sync2 docs` wrote, else in the
 * documentation built in the repository. Local paths are for the terminal only; no file contains them.
 *
 * @param docs URL of the documentation; null for none
 * @param root folder with `generated/docs` in it
 * @returns a URL, a path below the current folder, or a whole path
 */
export function pagesOf(docs: string | null, root = ROOT, cwd = process.cwd()): PageOf {
  const folders = [join(cwd, DOCS_FOLDER, "rules"), join(root, "generated/docs/rules")];
  return (rule) =>
    rulePage(rule, docs) ?? folders.map((folder) => localPage(rule, folder, cwd)).find(isThere) ?? null;
}

function isThere(page: string | null): page is string {
  return page !== null;
}

function localPage(rule: string, folder: string, cwd: string): string | null {
  const file = join(folder, `${rule}.html`);
  if (dirname(file) !== folder || !existsSync(file)) return null;
  const below = relative(cwd, file);
  return below.startsWith("..") || isAbsolute(below) ? file : below;
}
