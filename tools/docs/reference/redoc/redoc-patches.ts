// Lists the changes to the output of Redoc, so that it fits into the frame of the site.
import type { Patch } from "./patch-text.ts";

/** Patches of the styles, in the page and in the bundle. */
export const STYLES: readonly Patch[] = [
  {
    what: "the font of its file tree",
    find: /url\('data:application\/font-woff;base64,[^']+'\)/,
    put: "local('TreeViewIcons')",
    times: 1,
  },
];

/** Patches of the bundle: they remove what the frame of the site has already, and every external URL. */
export const BUNDLE: readonly Patch[] = [
  ...STYLES,
  {
    what: "the column with its menu, search and colour switch",
    find: /\(0,\w+\.jsxs\)\(\w+,\{className:`menu-content`,collapsedSidebar:\w+,children:\[[^\]]*\]\}\),/,
    put: "",
    times: 1,
  },
  {
    what: "the inline script that sets the colours",
    find: /return\(0,\w+\.jsx\)\(`div`,\{hidden:!0,dangerouslySetInnerHTML:\{__html:`<script>\$\{\w+\}<\\\/script>`\}\}\)/,
    put: "return null",
    times: 1,
  },
  {
    what: "its <main>, of which the page has one",
    find: /\.main(?=`\n {2}flex: 1;\n {2}min-width: 0;\n`)/,
    put: ".div",
    times: 1,
  },
  {
    what: "the addresses of its logo",
    find: /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(?:-full)?\.svg/,
    put: "",
    times: 2,
  },
  {
    what: "the addresses of its icons",
    find: /https:\/\/cdn\.redocly\.com\/icons\/(?:fa|code)\/[\d.]+/,
    put: "",
    times: 2,
  },
  {
    what: "the address of its telemetry",
    find: /https:\/\/otel\.cloud\.redocly\.com\/v1\/traces/,
    put: "",
    times: 1,
  },
  {
    what: "the choice of assistants that a page is sent to",
    find: /if\(!\w+\.specUrl\)return(?=\(0,\w+\.jsx\)\([\w$]+,\{"data-testid":`page-actions`)/,
    put: "return",
    times: 1,
  },
  {
    // The dialog is not accessible, and the overview has the same text.
    what: "the button that opens a dialog about security",
    find: /onClick:\w+(?=,variant:`link`,children:\w+\(`viewSecurityDetails`,)/,
    put: "onClick:()=>{location.hash=`#/section/authentication`}",
    times: 2,
  },
  {
    what: "a name of a choice that leaves out what is chosen",
    find: /type:`button`,"aria-label":(\w+),children:(\(0,\w+\.jsx\)\(\w+,\{children:(\w+)\?\.labelNode\?\?\3\?\.label\}\))/,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the replacement is code with a template.
    put: 'type:`button`,"aria-label":`${$1}: ${$3?.label}`,children:$2',
    times: 1,
  },
  {
    what: "a heading of the first level, of which the page has one",
    find: /\.h1(?=\.attrs\(\(\{className:\w+\}\)=>\(\{"data-component-name":`Typography\/H1`)/,
    put: ".h2",
    times: 1,
  },
  { what: "headings of the fifth level", find: /=(\w+)\.h5(?=`)/, put: "=$1.h4", times: 2 },
  {
    what: "headings of the fourth level right below the second",
    find: /\.h4(?=\.attrs\(\(\{className:\w+\}\)=>\(\{"data-component-name":`Typography\/H4`)/,
    put: ".h3",
    times: 1,
  },
  { what: "its exports", find: /export\{RedocStandalone,hydrate,init\};/, put: "export{hydrate};", times: 1 },
];

/** Patches of the container, the same as of the bundle, so that React finds what it would render. */
export const CONTAINER: readonly Patch[] = [
  {
    what: "the column with its menu, search and colour switch",
    find: /<div class="[^"]*menu-content">(?:(?!<main ).)*(?=<main )/,
    put: "",
    times: 1,
  },
  {
    what: "the inline script that sets the colours",
    find: /<div hidden=""><script>[^<]*<\/script><\/div>/,
    put: "",
    times: 1,
  },
  { what: "the links that its router follows", find: /href="\/(?!\/)/, put: 'href="#/' },
  { what: "the start of its <main>", find: /<main(?= )/, put: "<div", times: 1 },
  {
    what: "a heading of the first level",
    find: /<h1(?= class="[^"]*" data-component-name="Typography\/H1")(.*?)<\/h1>/,
    put: "<h2$1</h2>",
    times: 1,
  },
  { what: "the end of its <main>", find: /<\/main>/, put: "</div>", times: 1 },
];
