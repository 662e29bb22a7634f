// Makes the HTML document around the content of a page.
import { html, raw } from "hono/html";
import { link, type Markup, type NavItem, type Page } from "../site-model.ts";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { MENU, MOON, SEARCH, SUN } from "./icons.ts";
import { navigationTree, type PathToUrl } from "./navigation-tree.ts";

/** Navigation and versions, which are the same on all pages. */
export interface Frame {
  nav: readonly NavItem[];
  /** Version of the package; `document` is that of the OpenAPI document. */
  version: string;
  document: string;
}

/** Makes the function with which a page links to files of the site. */
function urlMaker({ path, root }: Page): PathToUrl {
  if (root === undefined) return (to) => link(path, to);
  return (to) => `${root}${to}`;
}

function head(page: Page, { version, document }: Frame, to: PathToUrl): Markup {
  const styles = ["assets/site.css", ...(page.styles ?? [])];
  const scripts = ["assets/site.js", ...(page.scripts ?? [])];
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(contentSecurityPolicy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · Sync 2.0</title>
<meta name="description" content="${page.description}">
<meta name="version" content="${version}">
<meta name="document-version" content="${document}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${to("assets/icon.svg")}" type="image/svg+xml">
<script src="${to("assets/mode.js")}"></script>
${styles.map(
  (style) => html`<link rel="stylesheet" href="${to(style)}">
`,
)}${scripts.map(
  (script) => html`<script src="${to(script)}" defer></script>
`,
)}</head>`;
}

function header(to: PathToUrl): Markup {
  return html`<header class="site">
<button class="square menu" type="button" popovertarget="nav" aria-label="Pages">${MENU}</button>
<a class="brand" href="${to("index.html")}"><img src="${to("assets/icon.svg")}" alt="" width="24" height="24">Sync 2.0</a>
<button class="search-button" type="button" data-search aria-haspopup="dialog" aria-keyshortcuts="Control+K /">${SEARCH}<span>Search</span><kbd>Ctrl K</kbd></button>
<button class="square colours" type="button" data-colours aria-pressed="false" aria-label="Dark colours">${MOON}${SUN}</button>
</header>`;
}

function contentsOf({ contents = [] }: Page): Markup | string {
  if (contents.length === 0) return "";
  return html`<nav class="contents" aria-labelledby="on-this-page"><p id="on-this-page">On this page</p><ul>
${contents.map(
  ({ title, fragment }) => html`<li><a href="#${fragment}">${title}</a></li>
`,
)}</ul></nav>`;
}

/** Makes the HTML document of a page, with head, header, navigation and footer. */
export async function framePage(page: Page, frame: Frame): Promise<string> {
  const to = urlMaker(page);
  const document = html`<!doctype html>
<html lang="en">
${head(page, frame, to)}
<body${page.wide ? html` class="wide"` : ""}>
<a class="skip" href="#main">Skip to the text</a>
${header(to)}
<nav class="site" id="nav" popover aria-label="Pages">${navigationTree(frame.nav, page, to)}</nav>
<div class="middle">
<main id="main" tabindex="-1">
${page.body}
</main>
${contentsOf(page)}
</div>
<footer class="site"><p>Sync 2.0, document ${frame.document}, <code>sync2-protocol</code> ${frame.version}. Apache-2.0.</p></footer>
</body>
</html>
`;
  return String(await document);
}
