import { html } from "hono/html";
import type { Chapter } from "../../guide/read-guide.ts";
import { type RenderedMarkdown, renderMarkdown } from "../markdown/render-markdown.ts";
import { link, type Markup, type Page } from "../site-model.ts";
import { GUIDE_SCRIPT, GUIDE_STYLE } from "./guide-assets.ts";

export interface RenderedChapter extends RenderedMarkdown {
  title: string;
  path: string;
  /** The first sentence of the chapter. */
  lead: string;
}

export function renderChapter({ file, title, source }: Chapter): RenderedChapter {
  const path = `guide/${file.replace(/\.md$/, ".html")}`;
  const rendered = renderMarkdown(source, path);
  return { ...rendered, title, path, lead: leadOf(rendered) };
}

/** Where nothing stands before the first section, that begins the chapter. */
function leadOf({ sections }: RenderedMarkdown): string {
  const text = sections.find((section) => section.text !== "")?.text ?? "";
  return /^.*?[.:](?= [A-Z]|$)/.exec(text)?.[0] ?? text;
}

/** @param before the chapter before it, and after it, where there is one */
export function chapterPage(
  { title, path, lead, body, sections }: RenderedChapter,
  before: RenderedChapter | undefined,
  after: RenderedChapter | undefined,
): Page {
  return {
    path,
    title,
    description: lead,
    body: html`<article class="prose">${body}</article>
${neighbours(path, before, after)}`,
    contents: sections.filter(({ level }) => level === 2).map(({ title, fragment }) => ({ title, fragment })),
    styles: [GUIDE_STYLE],
    scripts: [GUIDE_SCRIPT],
  };
}

function neighbours(from: string, before?: RenderedChapter, after?: RenderedChapter): Markup {
  const to = (chapter: RenderedChapter | undefined, rel: "prev" | "next", word: string) =>
    chapter &&
    html`<a class="${rel}" rel="${rel}" href="${link(from, chapter.path)}"><span>${word}</span> ${chapter.title}</a>`;
  return html`<nav class="neighbours" aria-label="Chapters">${to(before, "prev", "Previous")}${to(after, "next", "Next")}</nav>`;
}
