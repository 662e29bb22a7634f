import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { externalProblem } from "../docs/links/hosts.ts";
import { parse } from "../guide/markdown.ts";
import type { Flaw } from "./style.ts";

/**
 * Links of the Markdown files `files`, paths below `root`, that lead to no file or no heading.
 * Those of the guide are checked by tools/guide.
 */
export function linkFlaws(root: string, files: readonly string[]): Flaw[] {
  return files
    .filter((file) => !file.startsWith("spec/guide/"))
    .flatMap((file) =>
      parse(readFileSync(join(root, file), "utf8"))
        .links.map(({ target, line }) => ({ line, message: problem(root, file, target) }))
        .flatMap(({ line, message }) => (message === null ? [] : [{ file, line, message, by: "link" }])),
    );
}

function problem(root: string, file: string, target: string): string | null {
  if (target.includes("://")) {
    const flaw = externalProblem(target);
    return flaw && `The link ${target} ${flaw}.`;
  }
  const [path = "", fragment] = target.split("#");
  const to = path === "" ? file : posix.join(dirname(file), path);
  if (to.startsWith("..")) return `The link ${target} leads out of the repository.`;
  if (!existsSync(join(root, to))) return `The link ${target} is dead: there is no ${to}.`;
  if (fragment === undefined || !to.endsWith(".md")) return null;
  const { anchors } = parse(readFileSync(join(root, to), "utf8"));
  return anchors.has(fragment) ? null : `The link ${target} is dead: ${to} has no such heading.`;
}
