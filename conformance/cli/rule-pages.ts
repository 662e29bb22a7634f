import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rulePage } from "../report/rule-page.ts";
import { DOCS_FOLDER } from "./unpack-docs.ts";

/** Says where a rule's page is; null where there is none. */
export type PageOf = (rule: string) => string | null;

/** The number of folders above is the same in repository and package, except for the folders of compiled code. */
const ROOT = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../.." : "../../../..", import.meta.url),
);

/**
 * Where the pages of rules are: below the URL that was named, else in what `sync2 docs` wrote into the current folder,
 * else in the documentation that was built in the repository.
 * Paths of this machine are for the screen in front of it, and belong in no file.
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
