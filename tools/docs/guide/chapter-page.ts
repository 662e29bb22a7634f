// Renders a chapter of the guide and makes its page.
import { html } from "hono/html";
import type { Chapter } from "../../guide/read-guide.ts";
import { type RenderedMarkdown, renderMarkdown } from "../markdown/render-markdown.ts";
import { link, type Markup, type Page } from "../site-model.ts";
import { GUIDE_SCRIPT, GUIDE_STYLE } from "./guide-assets.ts";

/** A chapter as HTML. */
export interface RenderedChapter extends RenderedMarkdown {
  title: string;
  path: string;
  /** The first sentence of the chapter. */
  lead: string;
}

/** Renders the Markdown of a chapter. */
export function renderChapter({ file, title, source }: Chapter): RenderedChapter {
  const path = `guide/${file.replace(/\.md$/, ".html")}`;
  const rendered = renderMarkdown(source, path);
  return { ...rendered, title, path, lead: leadOf(rendered) };
}

/** The first sentence of the first section with text. */
function leadOf({ sections }: RenderedMarkdown): string {
  const text = sections.find((section) => section.text !== "")?.text ?? "";
  return /^.*?[.:](?= [A-Z]|$)/.exec(text)?.[0] ?? text;
}

/**
 * Makes the page of a chapter.
 * @param before the previous chapter; `after` is the next one
 */
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
${chapterLinks(path, before, after)}`,
    contents: sections.filter(({ level }) => level === 2).map(({ title, fragment }) => ({ title, fragment })),
    styles: [GUIDE_STYLE],
    scripts: [GUIDE_SCRIPT],
  };
}

function chapterLinks(from: string, before?: RenderedChapter, after?: RenderedChapter): Markup {
  const chapterLink = (chapter: RenderedChapter | undefined, rel: "prev" | "next", word: string) =>
    chapter &&
    html`<a class="${rel}" rel="${rel}" href="${link(from, chapter.path)}"><span>${word}</span> ${chapter.title}</a>`;
  return html`<nav class="neighbours" aria-label="Chapters">${chapterLink(before, "prev", "Previous")}${chapterLink(after, "next", "Next")}</nav>`;
}
