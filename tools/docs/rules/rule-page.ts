// Makes the page of a rule.
import { html } from "hono/html";
import type { Explanation } from "../../../conformance/cli/explain-rule.ts";
import { sentenceMarkup } from "../../../conformance/report/html/markup.ts";
import type { RuleId } from "../../../generated/rules.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { placeHref } from "../reference/reference-hrefs.ts";
import { link, type Markup, type Page } from "../site-model.ts";
import { checkDocumentation } from "./check-docstrings.ts";
import { partsMarkup, stepsMarkup } from "./check-section.ts";
import type { CheckWalkthrough } from "./check-walkthrough.ts";
import type { Mentions } from "./guide-mentions.ts";
import { type Place, type RuleScope, ruleScope } from "./rule-places.ts";
import { areaHref, breakable, conditions, levelPill, rulePath, withoutBackticks } from "./rule-text.ts";

/** The content of a rule's page. */
export interface RulePageContent {
  rule: Explanation;
  /** Partitions and accounts of the check, in a sentence; empty for a rule without a check. */
  circumstances: string;
  story: CheckWalkthrough | null;
  mentions: Mentions;
  /** True if the contract layer judges the rule too. */
  watched: boolean;
  /** Rules of the same area: the previous one, the next one, and similar ones. */
  neighbours: { before: RuleId | null; after: RuleId | null; near: RuleId[] };
}

/** A section below the heading. */
interface Section {
  title: string;
  fragment: string;
  body: Markup;
}

/** Makes the page of a rule. */
export function rulePage(content: RulePageContent, styles: readonly string[]): Page {
  const { rule, neighbours } = content;
  const path = rulePath(rule.id);
  const sections = sectionsOf(content, path);
  return {
    path,
    title: rule.id,
    description: withoutBackticks(rule.text),
    under: areaHref(rule.area),
    styles,
    contents: sections.map(({ title, fragment }) => ({ title, fragment })),
    body: html`<h1 class="rule-id">${breakable(rule.id)}</h1>
<p class="facts">${levelPill(rule.level)} <a href="${link(path, areaHref(rule.area))}">${rule.area}</a>${rule.scenario ? html` <span class="tag">scenario ${rule.scenario}</span>` : ""}${rule.when ? html` <span class="tag">where there is ${rule.when}</span>` : ""}${rule.untestable ? html` <span class="tag">not checked</span>` : ""}</p>
<p class="sentence">${sentenceMarkup(rule.text)}</p>
${conditions(rule).map(
  (text) => html`<p>${sentenceMarkup(text)}</p>
`,
)}${sections.map(
  ({ title, fragment, body }) => html`<section class="rule-section" aria-labelledby="${fragment}">
<h2 id="${fragment}">${title}</h2>
${body}
</section>
`,
)}${pager(neighbours, path)}`,
  };
}

function sectionsOf(content: RulePageContent, path: string): Section[] {
  const { rule, story, mentions, neighbours } = content;
  const section = (title: string, body: Markup | null): Section[] =>
    body === null ? [] : [{ title, fragment: title.toLowerCase().replaceAll(" ", "-"), body }];
  return [
    ...section("Where it applies", where(rule, path)),
    ...section("What the check does", rule.untestable ? untestable(rule.untestable) : checkMarkup(content)),
    ...section("A correct exchange", story?.exchange ? exchange(story.exchange, path) : null),
    ...section("The fault that proves it", rule.fault ? fault(rule.fault) : null),
    ...section(
      "Run it",
      rule.check
        ? html`<pre tabindex="0"><code>npx sync2-protocol check --only ${rule.id}</code></pre>`
        : null,
    ),
    ...section("In the guide", mentioned(mentions, path)),
    ...section("Near it", near(neighbours.near, path)),
  ];
}

function where({ id, place }: Explanation, path: string): Markup {
  const reach = ruleScope(place);
  const about = html`<a href="${link(path, placeHref(place, id))}">${sentenceMarkup(reach.about)}</a>`;
  const { places, beyond } = reach;
  if (places.size === 0)
    return html`<p>To ${about}${beyond.length > 0 ? html`: ${beyond.join("; ")}` : ""}.</p>`;
  return html`<p>To ${about} of</p>
${placesList(reach, path)}${beyond.length > 0 ? html`<p>Also to ${beyond.join("; ")}.</p>` : ""}`;
}

function placesList({ places }: RuleScope, path: string): Markup | string {
  if (places.size === 0) return "";
  return html`<ul class="places">${[...places].map(
    ([at, operations]) =>
      html`<li class="place"><code class="place-path">${at}</code> <span class="place-methods">${operations.map((operation) => placeMarkup(operation, path))}</span></li>
`,
  )}</ul>`;
}

function placeMarkup({ method, href, statuses }: Place, path: string): Markup {
  const numbers = statuses.map(({ status, href: at }) =>
    at === "" ? html` ${status}` : html` <a href="${link(path, at)}">${status}</a>`,
  );
  return html`<span class="place-method"><a href="${link(path, href)}">${method}</a>${numbers}</span> `;
}

function untestable(reason: string): Markup {
  return html`<p>No black box can check it. ${sentenceMarkup(reason)}</p>`;
}

function checkMarkup({ rule, circumstances, story, watched }: RulePageContent): Markup {
  const at = rule.check ?? "";
  const { own, parts: built } = checkDocumentation(at);
  return html`${own === null ? "" : html`<p>${sentenceMarkup(own)}</p>`}<p>${sentenceMarkup(circumstances)}${watched ? " The contract layer judges it too, in every exchange of every check." : ""}</p>
${partsMarkup(built)}${story === null ? "" : stepsMarkup(story)}
<p class="source">Its source is <code>${at}</code>.</p>`;
}

function exchange(text: string, path: string): Markup {
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return renderMarkdown(`${fence}http\n${text}\n${fence}\n`, path).body;
}

function fault({ does, at }: NonNullable<Explanation["fault"]>): Markup {
  return html`<p>A server that ${sentenceMarkup(does)}. It is the reference server in everything else: as it is, it passes the check; with this fault it must fail it.</p>
<p class="source">Its source is <code>${at}</code>.</p>`;
}

function mentioned({ chapters, wishes }: Mentions, path: string): Markup | null {
  if (chapters.length + wishes.length === 0) return null;
  const list = (all: Mentions["wishes"]) =>
    html`<ul>${all.map(({ title, href }) => html`<li><a href="${link(path, href)}">${sentenceMarkup(title)}</a></li>`)}</ul>`;
  return html`${chapters.length > 0 ? list(chapters) : ""}${wishes.length > 0 ? html`<p>In the wishlist it answers</p>${list(wishes)}` : ""}`;
}

function near(ids: readonly RuleId[], path: string): Markup | null {
  if (ids.length === 0) return null;
  return html`<ul class="near">${ids.map((id) => html`<li><a href="${link(path, rulePath(id))}"><code>${breakable(id)}</code></a></li>`)}</ul>`;
}

function pager({ before, after }: RulePageContent["neighbours"], path: string): Markup {
  const to = (id: RuleId | null, rel: "prev" | "next", word: string) =>
    id === null
      ? ""
      : html`<a rel="${rel}" href="${link(path, rulePath(id))}"><span class="pager-word">${word}</span> ${breakable(id)}</a>`;
  return html`<nav class="pager" aria-label="Rules before and after">${to(before, "prev", "Before")}${to(after, "next", "After")}</nav>`;
}
