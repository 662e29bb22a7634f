// Reads the guide's chapter on reverse proxies ("fronts"): configurations, and the rules that each front cannot keep.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleId } from "../../../generated/rules.ts";
import { parseMarkdown } from "../parse-markdown.ts";

const CHAPTER = join(import.meta.dirname, "../../../spec/guide/behind-a-reverse-proxy.md");

/** The fronts of the chapter, each with the language of the block with its configuration. */
export const LANGUAGES = {
  nginx: "nginx",
  HAProxy: "haproxy",
  Apache: "apache",
  Caddy: "caddyfile",
  lighttpd: "lighttpd",
  Varnish: "vcl",
} as const;

export type FrontName = keyof typeof LANGUAGES;

/** The section of the chapter about one front. */
export interface Section {
  /** The configuration as it is in the text. */
  configuration: string;
  /** The rules that a server behind the front cannot keep. */
  cannotKeep: RuleId[];
}

/** Reads the chapter of the guide, as Markdown. */
export function readChapter(): string {
  return readFileSync(CHAPTER, "utf8");
}

/**
 * Finds the section about a front in the chapter of the guide. Its first block in the language of the front is the
 * configuration; one of its paragraphs begins with `It keeps every rule` or with `It cannot keep`.
 * @param chapter Markdown
 * @throws Error if the section, its block or its paragraph is missing
 */
export function sectionOf(chapter: string, name: FrontName): Section {
  const text = chapter.split(/^## /m).find((section) => section.startsWith(`${name}\n`));
  if (text === undefined) throw new Error(`the chapter has no section "${name}"`);
  const language = LANGUAGES[name];
  const block = parseMarkdown(text).fences.find((fence) => fence.language === language);
  if (!block) throw new Error(`the section "${name}" has no block in ${language}`);
  const paragraphs = text.split("\n\n");
  const exceptions = paragraphs.filter((paragraph) => paragraph.startsWith("It cannot keep "));
  const cannotKeep = exceptions.flatMap((paragraph) => rulesIn(paragraph));
  const keepsAll = paragraphs.some((paragraph) => paragraph.startsWith("It keeps every rule"));
  if (keepsAll === cannotKeep.length > 0) {
    throw new Error(
      `the section "${name}" has to say that the front keeps every rule, or which ones it cannot keep`,
    );
  }
  return { configuration: `${block.text}\n`, cannotKeep };
}

function rulesIn(paragraph: string): RuleId[] {
  const targets = parseMarkdown(paragraph).links.map(({ target }) => target);
  return targets.filter((target) => target.startsWith("rule:")).map((target) => target.slice(5) as RuleId);
}
