import { html } from "hono/html";
import { duration, visible } from "../../results/format-text.ts";
import { areaOf } from "../../results/group-results.ts";
import type { Violation } from "../../results/report-model.ts";
import { isBinding, isSeenViolated } from "../../results/verdict.ts";
import { type Entry, type PageContext, sentenceOf } from "./context.ts";
import { exchangeList } from "./exchanges.ts";
import { acceptance } from "./known-failures.ts";
import { badge, fragment, type Markup, prose, sentenceMarkup } from "./markup.ts";
import type { OutcomeStyle } from "./outcome-style.ts";

/** Looks of rules that need no work. */
const CALM: readonly OutcomeStyle[] = ["passed", "known", "notRun", "uncheckable"];

/** Which exchanges are shown in full. */
export interface InFull {
  /** Ids of those that violations point at, wherever they stand. */
  evidence: ReadonlySet<string>;
  /** How many of a rule that did not pass. */
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

/** Where the rule stands, and what leads to it. */
function footer({ rule, result }: Entry, context: PageContext): Markup {
  const sentence = sentenceOf(rule, context);
  const page = context.pageOf(rule);
  return html`<p class="dim">${page === null ? "" : html`<a href="${page}" rel="noreferrer">${rule} in the documentation</a>, `}${sentence === undefined ? "" : html`<code>${visible(sentence.place)}</code>, `}${result === null ? "" : `${duration(result.durationMs)}, `}<a href="${fragment(rule)}">link to this rule</a></p>`;
}

/** A violated SHOULD fails no run, and does not look as if it did. */
function toneOf({ look, level, result }: Entry): string {
  return result !== null && isSeenViolated(result.outcome) && !isBinding(level) ? "warning" : look;
}

/** A rule with its outcome and all that led to it; open where it needs work. The id is the element's id. */
export function ruleEntry(entry: Entry, context: PageContext, { evidence: ids, perRule }: InFull): Markup {
  const { rule, level, look, result } = entry;
  const known = look === "known" && context.baseline?.known.find((failure) => failure.rule === rule);
  const reason = result?.reason ?? null;
  const violation = result?.violation ?? null;
  return html`<details class="rule" id="${rule}" data-outcome="${look}" data-tone="${toneOf(entry)}" data-area="${areaOf(rule)}" data-level="${level}" ${CALM.includes(look) ? "" : "open"}>
<summary>${badge(look)}<h4>${rule}</h4><span class="says"><span><span class="level">${level}</span> ${sentenceMarkup(sentenceOf(rule, context)?.text ?? "")}</span>
${reason === null ? "" : html`<span class="reason">${prose(reason)}</span>`}</span></summary>
<div class="body">
${known ? html`<p class="accepted">${acceptance(known)}</p>` : ""}
${violation === null ? "" : evidence(violation)}
${result === null ? "" : exchangeList(result, ids, perRule)}
${footer(entry, context)}
</div></details>
`;
}
