import type { Asset, Part } from "../site-model.ts";
import { groupPages } from "./group-pages.ts";
import { FILES } from "./listed-files.ts";

/** An item of a list in llms.txt. */
type Item = { title: string; path: string; description: string };

/**
 * Makes `llms.txt`, the list of pages for language models (https://llmstxt.org): a title, a summary and lists of links.
 * The links that a model may skip are last, under the heading `Optional`.
 * @param base URL of the site; without it the links are relative
 */
export function llmsTxt(parts: readonly Part[], summary: string, base: URL | undefined): Asset {
  const line = ({ title, path, description }: Item) => {
    const url = base === undefined ? path : new URL(path, base).href;
    return `- [${title.replace(/[[\]]/g, "\\$&")}](${url}): ${description.replace(/\s+/g, " ")}`;
  };
  const section = (title: string, items: readonly Item[]) =>
    items.length === 0 ? [] : [`## ${title}\n\n${items.map(line).join("\n")}`];
  const { groups, rest } = groupPages(parts);
  const content = [
    "# Sync 2.0",
    `> ${summary.replace(/\s+/g, " ")}`,
    ...groups.flatMap(({ title, pages }) => section(title, pages)),
    ...section("Files for programs", FILES),
    ...section("Optional", rest),
  ];
  return { path: "llms.txt", content: `${content.join("\n\n")}\n` };
}
