// Makes the part of the site with the guide.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readGuide } from "../../guide/read-guide.ts";
import type { Entry, Part } from "../site-model.ts";
import { chapterPage, type RenderedChapter, renderChapter } from "./chapter-page.ts";
import { GUIDE_SCRIPT, GUIDE_STYLE } from "./guide-assets.ts";
import { OVERVIEW, overviewPage } from "./guide-overview-page.ts";

const FOLDER = join(import.meta.dirname, "../../../spec/guide");

/** Makes the guide: a page for each chapter, and an overview. */
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

/** Search entries of a chapter and of its sections. The entry of the chapter has the text before the first section. */
function chapterEntries({ title, path, sections }: RenderedChapter): Entry[] {
  return sections.map(({ level, title: heading, fragment, text }) => ({
    kind: "guide",
    title: level === 1 ? title : `${title}: ${heading}`,
    href: level === 1 ? path : `${path}#${fragment}`,
    text,
  }));
}
