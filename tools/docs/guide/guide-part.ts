import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readGuide } from "../../guide/read-guide.ts";
import type { Entry, Part } from "../site-model.ts";
import { chapterPage, type RenderedChapter, renderChapter } from "./chapter-page.ts";
import { GUIDE_SCRIPT, GUIDE_STYLE } from "./guide-assets.ts";
import { OVERVIEW, overviewPage } from "./guide-overview-page.ts";

const FOLDER = join(import.meta.dirname, "../../../spec/guide");

/** The guide: a page for each chapter, and one that leads to them. */
export async function guidePart(): Promise<Part> {
  const chapters = readGuide(FOLDER).chapters.map(renderChapter);
  const asset = async (path: string, file: string) => ({
    path,
    content: await readFile(join(import.meta.dirname, file), "utf8"),
  });
  return {
    nav: [
      { title: "Guide", href: OVERVIEW, items: chapters.map(({ title, path }) => ({ title, href: path })) },
    ],
    pages: [
      overviewPage(chapters),
      ...chapters.map((chapter, index) => chapterPage(chapter, chapters[index - 1], chapters[index + 1])),
    ],
    assets: [await asset(GUIDE_STYLE, "guide.css"), await asset(GUIDE_SCRIPT, "guide.js")],
    entries: chapters.flatMap(chapterEntries),
  };
}

/** The chapter, found by what stands before its first section, and each section. */
function chapterEntries({ title, path, sections }: RenderedChapter): Entry[] {
  return sections.map(({ level, title: heading, fragment, text }) => ({
    kind: "guide",
    title: level === 1 ? title : `${title}: ${heading}`,
    href: level === 1 ? path : `${path}#${fragment}`,
    text,
  }));
}
