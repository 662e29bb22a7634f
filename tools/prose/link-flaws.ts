import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { externalProblem } from "../docs/links/allowed-hosts.ts";
import { parseMarkdown } from "../guide/parse-markdown.ts";
import type { Flaw } from "./style-flaws.ts";

/**
 * Finds dead links in Markdown files: links to a missing file or heading. tools/guide checks the links of the guide.
 * @param files paths below `root`
 */
export function linkFlaws(root: string, files: readonly string[]): Flaw[] {
  return files
    .filter((file) => !file.startsWith("spec/guide/"))
    .flatMap((file) =>
      parseMarkdown(readFileSync(join(root, file), "utf8"))
        .links.map(({ target, line }) => ({ line, message: linkProblem(root, file, target) }))
        .flatMap(({ line, message }) => (message === null ? [] : [{ file, line, message, by: "link" }])),
    );
}

function linkProblem(root: string, file: string, target: string): string | null {
  if (target.includes("://")) {
    const reason = externalProblem(target);
    return reason && `The link ${target} ${reason}.`;
  }
  const [path = "", fragment] = target.split("#");
  const linked = path === "" ? file : posix.join(dirname(file), path);
  if (linked.startsWith("..")) return `The link ${target} leads out of the repository.`;
  if (!existsSync(join(root, linked))) return `The link ${target} is dead: there is no ${linked}.`;
  if (fragment === undefined || !linked.endsWith(".md")) return null;
  const { anchors } = parseMarkdown(readFileSync(join(root, linked), "utf8"));
  return anchors.has(fragment) ? null : `The link ${target} is dead: ${linked} has no such heading.`;
}
