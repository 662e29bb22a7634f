import { html } from "hono/html";
import type { Asset, Page } from "../site-model.ts";
import { COMPONENTS } from "./component-schema.ts";
import { FILES } from "./listed-files.ts";
import { componentPath } from "./schema-files.ts";

/** Path of the page. */
export const PATH = "machine-readable.html";

/** Makes the page that lists the files for programs. */
export function forProgramsPage(files: readonly Asset[], hasSitemap: boolean): Page {
  const size = new Map(
    files.map(({ path, content }) => [path, Math.ceil(Buffer.byteLength(content) / 1024)]),
  );
  const described = FILES.map(
    ({ path, title, description }) =>
      html`<dt><a href="${path}"><code>${path}</code></a> <span class="dim">${size.get(path)} KiB</span></dt>
<dd>${title}. ${description}</dd>
`,
  );
  const recipes = files.map(({ path }) => path).filter((path) => path.endsWith(".arazzo.yaml"));
  const list = (items: readonly [name: string, path: string][]) =>
    html`<ul class="columns">
${items.map(
  ([name, path]) => html`<li><a href="${path}"><code>${name}</code></a></li>
`,
)}</ul>`;
  return {
    path: PATH,
    title: "For programs",
    description: "The document, schemas, rules and recipes as files for programs to read.",
    contents: [
      { title: "Schemas of the document", fragment: "schemas" },
      { title: "Recipes", fragment: "recipes" },
      { title: "Lists of pages", fragment: "lists" },
    ],
    body: html`<h1>For programs</h1>
<p class="lead">What these pages say, as files. Each version of the documentation is published under a path of its own
and keeps it, so these can be referred to.</p>
<dl>
${described}</dl>
<h2 id="schemas">Schemas of the document</h2>
<p>Each is a JSON Schema (2020-12) that holds all that it refers to.</p>
${list(COMPONENTS.map((name) => [name, componentPath(name)]))}
<h2 id="recipes">Recipes</h2>
<p>What every client does, as Arazzo descriptions over the document.</p>
${list(recipes.map((path) => [path.slice("workflows/".length), path]))}
<h2 id="lists">Lists of pages</h2>
<p><a href="llms.txt"><code>llms.txt</code></a> names every page with a sentence, for language models.${
      hasSitemap ? html` <a href="sitemap.xml"><code>sitemap.xml</code></a> does so for search engines.` : ""
    }</p>`,
  };
}
