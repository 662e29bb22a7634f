// Makes the overview page of the guide.
import { html } from "hono/html";
import { link, type Page } from "../site-model.ts";
import { WORKFLOWS } from "../workflows/workflow-paths.ts";
import type { RenderedChapter } from "./chapter-page.ts";
import { GUIDE_STYLE } from "./guide-assets.ts";

/** Path of the page. */
export const OVERVIEW = "guide/index.html";

const DESCRIPTION =
  "What the rules of Sync 2.0 bind, explained from the side of a client, in the order in which it is best read.";

/** Makes the page that lists the chapters. */
export function overviewPage(chapters: readonly RenderedChapter[]): Page {
  const items = chapters.map(
    ({ title, path, lead }) => html`<li>
<a href="${link(OVERVIEW, path)}">${title}</a>
<p>${lead}</p>
</li>`,
  );
  return {
    path: OVERVIEW,
    title: "Guide",
    description: DESCRIPTION,
    body: html`<article class="prose">
<h1>Guide</h1>
<p>${DESCRIPTION} Rules are about servers; what a client should do is said here. For steps to follow, see the
<a href="${link(OVERVIEW, WORKFLOWS)}">recipes of clients</a>.</p>
<ol class="chapters">
${items}
</ol>
</article>`,
    styles: [GUIDE_STYLE],
  };
}
