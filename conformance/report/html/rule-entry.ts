/** One rule of the page: outcome, sentence, reason, evidence and exchanges. */
import { html } from "hono/html";
import { duration, visible } from "../../results/format-text.ts";
import { areaOf } from "../../results/group-results.ts";
import type { Violation } from "../../results/report-model.ts";
import { isBinding, isSeenViolated } from "../../results/verdict.ts";
import { exchangeList } from "./exchange-list.ts";
import { acceptance } from "./known-failure-list.ts";
import { badge, fragment, type Markup, prose, sentenceMarkup } from "./markup.ts";
import type { OutcomeStyle } from "./outcome-style.ts";
import { type PageContext, type RuleOnPage, sentenceOf } from "./page-context.ts";

/** Styles of rules that need no work; their entries are closed. */
const CLOSED_STYLES: readonly OutcomeStyle[] = ["passed", "known", "notRun", "uncheckable"];

/** Which exchanges are shown in full. */
export interface FullExchanges {
  /** Ids of exchanges that violations point to; they are always in full. */
  evidence: ReadonlySet<string>;
  /** Number of exchanges in full for a rule that did not pass. */
  perRule: number;
}

function evidence({ exchange, expected, got, curl, script }: Violation): Markup {
  return html`<dl class="pair versus">
<div><dt>Expected</dt><dd>${prose(expected)}</dd></div>
<div><dt>Got</dt><dd>${prose(got)}</dd></div>
</dl>
${script === null ? "" : html`<h5>What leads there</h5><pre class="script">${script.map((line) => visible(line)).join("\n")}</pre>`}
${exchange === null ? "" : html`<p>Seen in exchange <a href="${fragment(exchange)}">${exchange}</a>.</p>`}
${curl === null ? "" : html`<h5>Repeat it</h5><pre class="curl">${visible(curl)}</pre>`}`;
}

/** The place of the rule in the document, and links to it. */
function footer({ rule, result }: RuleOnPage, context: PageContext): Markup {
  const sentence = sentenceOf(rule, context);
  const page = context.pageOf(rule);
  return html`<p class="dim">${page === null ? "" : html`<a href="${page}" rel="noreferrer">${rule} in the documentation</a>, `}${sentence === undefined ? "" : html`<code>${visible(sentence.place)}</code>, `}${result === null ? "" : `${duration(result.durationMs)}, `}<a href="${fragment(rule)}">link to this rule</a></p>`;
}

/** The colour of an entry: a violated SHOULD looks like a warning, since it fails no run. */
function toneOf({ style, level, result }: RuleOnPage): string {
  return result !== null && isSeenViolated(result.outcome) && !isBinding(level) ? "warning" : style;
}

/** A rule with its outcome and the evidence for it; open if it needs work. Its id is the element's id. */
export function ruleEntry(
  entry: RuleOnPage,
  context: PageContext,
  { evidence: ids, perRule }: FullExchanges,
): Markup {
  const { rule, level, style, result } = entry;
  const known = style === "known" && context.baseline?.known.find((failure) => failure.rule === rule);
  const reason = result?.reason ?? null;
  const violation = result?.violation ?? null;
  return html`<details class="rule" id="${rule}" data-outcome="${style}" data-tone="${toneOf(entry)}" data-area="${areaOf(rule)}" data-level="${level}" ${CLOSED_STYLES.includes(style) ? "" : "open"}>
<summary>${badge(style)}<h4>${rule}</h4><span class="says"><span><span class="level">${level}</span> ${sentenceMarkup(sentenceOf(rule, context)?.text ?? "")}</span>
${reason === null ? "" : html`<span class="reason">${prose(reason)}</span>`}</span></summary>
<div class="body">
${known ? html`<p class="accepted">${acceptance(known)}</p>` : ""}
${violation === null ? "" : evidence(violation)}
${result === null ? "" : exchangeList(result, ids, perRule)}
${footer(entry, context)}
</div></details>
`;
}
