// Finds the sections and wishes of the guide that mention a rule.
import { join } from "node:path";
import { anchor } from "../../guide/parse-markdown.ts";
import { type Chapter, readGuide } from "../../guide/read-guide.ts";

const GUIDE = join(import.meta.dirname, "../../../spec/guide");
const WISHES = "wishlist.md";

/** A section of the guide that links to a rule. */
export interface Mention {
  /** Chapter and heading, e.g. `Sessions: Begin`. */
  title: string;
  href: string;
}

/** The mentions of a rule in the guide. */
export interface Mentions {
  chapters: Mention[];
  /** The wishes that the rule meets. */
  wishes: Mention[];
}

/** Finds the mentions of each rule. */
export function readMentions(): Map<string, Mentions> {
  const byRule = new Map<string, Mentions>();
  for (const chapter of readGuide(GUIDE).chapters) {
    for (const { target, line } of chapter.markdown.links) {
      if (!target.startsWith("rule:")) continue;
      const id = target.slice("rule:".length);
      const mentions = byRule.get(id) ?? { chapters: [], wishes: [] };
      byRule.set(id, mentions);
      if (chapter.file === WISHES) add(mentions.wishes, wishAt(chapter, line));
      else add(mentions.chapters, headingAt(chapter, line));
    }
  }
  return byRule;
}

function add(list: Mention[], mention: Mention): void {
  if (!list.some(({ title, href }) => title === mention.title && href === mention.href)) list.push(mention);
}

/** The heading above a line. */
function headingAt({ file, title, source }: Chapter, line: number): Mention {
  const before = source.split("\n").slice(0, line);
  const heading = before.findLast((text) => /^#{2,6} /.test(text))?.replace(/^#+ +/, "");
  if (heading === undefined) return { title, href: pageOf(file) };
  return { title: `${title}: ${heading}`, href: `${pageOf(file)}#${anchor(heading)}` };
}

/** The first cell of the row of a table on a line. */
function wishAt(chapter: Chapter, line: number): Mention {
  const [, wish = ""] = (chapter.source.split("\n")[line - 1] ?? "").split("|");
  return { title: wish.trim(), href: headingAt(chapter, line).href };
}

function pageOf(file: string): string {
  return `guide/${file.replace(/\.md$/, ".html")}`;
}
