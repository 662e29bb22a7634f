import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleId } from "../../../generated/rules.ts";
import { parse } from "../markdown.ts";

const CHAPTER = join(import.meta.dirname, "../../../spec/guide/behind-a-reverse-proxy.md");

/** The fronts that the chapter is about, each with the language of the block that holds its configuration. */
export const LANGUAGES = {
  nginx: "nginx",
  HAProxy: "haproxy",
  Apache: "apache",
  Caddy: "caddyfile",
  lighttpd: "lighttpd",
  Varnish: "vcl",
} as const;

export type FrontName = keyof typeof LANGUAGES;

/** What the chapter says of one front. */
export interface Section {
  /** Its configuration, as it is in the text. */
  configuration: string;
  /** The rules that it cannot keep. */
  cannotKeep: RuleId[];
}

export function readChapter(): string {
  return readFileSync(CHAPTER, "utf8");
}

/**
 * Finds the section about a front in the chapter of the guide. Its first block in the language of the front is the
 * configuration; one of its paragraphs begins with `It keeps every rule` or with `It cannot keep`.
 * @param chapter Markdown
 * @throws Error where the chapter has no such section, or the section no such block or paragraph
 */
export function sectionOf(chapter: string, name: FrontName): Section {
  const text = chapter.split(/^## /m).find((section) => section.startsWith(`${name}\n`));
  if (text === undefined) throw new Error(`the chapter has no section "${name}"`);
  const language = LANGUAGES[name];
  const block = parse(text).fences.find((fence) => fence.language === language);
  if (!block) throw new Error(`the section "${name}" has no block in ${language}`);
  const paragraphs = text.split("\n\n");
  const lost = paragraphs.filter((paragraph) => paragraph.startsWith("It cannot keep "));
  const cannotKeep = lost.flatMap((paragraph) => rulesIn(paragraph));
  const keepsAll = paragraphs.some((paragraph) => paragraph.startsWith("It keeps every rule"));
  if (keepsAll === cannotKeep.length > 0) {
    throw new Error(
      `the section "${name}" has to say that the front keeps every rule, or which ones it cannot keep`,
    );
  }
  return { configuration: `${block.text}\n`, cannotKeep };
}

function rulesIn(paragraph: string): RuleId[] {
  const targets = parse(paragraph).links.map(({ target }) => target);
  return targets.filter((target) => target.startsWith("rule:")).map((target) => target.slice(5) as RuleId);
}
