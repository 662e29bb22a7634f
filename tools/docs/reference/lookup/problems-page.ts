// Makes the page of problem codes.
import { html } from "hono/html";
import { sentenceMarkup } from "../../../../conformance/report/html/markup.ts";
import type { Page } from "../../site-model.ts";
import { codesOf, type Meaning, statusMeanings } from "./headers-and-statuses.ts";
import { statusPageHref } from "./lookup-hrefs.ts";
import { STYLE } from "./lookup-markup.ts";

const PATH = "problems.html";

/** A problem code with its status and response. */
export interface ProblemCode {
  code: string;
  status: string;
  meaning: Meaning;
}

/** Finds every problem code, in the order of the statuses. */
export function problemCodes(): ProblemCode[] {
  const all = [...statusMeanings()].flatMap(([status, meanings]) =>
    meanings.flatMap((meaning) => codesOf(meaning.object).map((code) => ({ code, status, meaning }))),
  );
  return all.filter(({ code }, index) => all.findIndex((other) => other.code === code) === index);
}

/** Makes the page of all problem codes. */
export function problemsPage(): Page {
  return {
    path: PATH,
    title: "Problem codes",
    description: "Every code that the body of a 4xx or 5xx can have, with its status and what it means.",
    body: html`<h1>Problem codes</h1>
<p class="lead">The body of every 4xx and 5xx of this protocol is a problem (RFC 9457) with a <code>code</code> for programs.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Problem codes"><table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">What it means</th></tr></thead>
<tbody>
${problemCodes().map(
  ({ code, status, meaning }) =>
    html`<tr id="${code}"><th scope="row"><code>${code}</code></th><td><a href="${statusPageHref(status)}">${status}</a></td><td>${sentenceMarkup(meaning.object.description ?? "")}</td></tr>
`,
)}</tbody></table></div>`,
    styles: [STYLE],
  };
}
