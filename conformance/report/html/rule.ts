import { html } from "hono/html";
import { areaOf } from "../areas.ts";
import type { Exchange, RuleResult, Violation } from "../model.ts";
import { duration, plural, visible } from "../text.ts";
import { isBinding, isSeenBroken } from "../verdict.ts";
import type { Sentences } from "../wire.ts";
import { briefExchange, fullExchange } from "./exchange.ts";
import { fragment, type Markup, outcomeBadge, prose, sentenceMarkup } from "./markup.ts";

/** What a rule's entry needs to know of the rest of the report. */
export interface Context {
  sentences: Sentences;
  /** Ids of the exchanges that violations point at; they are shown in full wherever they stand. */
  evidence: ReadonlySet<string>;
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

/** What is left of a rule that did not pass are the last steps to where it did not; a search makes thousands. */
const MOST_IN_FULL = 200;

function exchangeList({ outcome, exchanges }: RuleResult, context: Context): Markup | string {
  if (exchanges.length === 0) return "";
  const recent = outcome === "passed" ? exchanges.length : exchanges.length - MOST_IN_FULL;
  const item = (exchange: Exchange, index: number) => {
    const shown = context.evidence.has(exchange.id) || exchange.findings.length > 0;
    return index >= recent || shown ? fullExchange(exchange, shown) : briefExchange(exchange);
  };
  return html`<h5>${plural(exchanges.length, "exchange")}</h5>
<ol class="exchanges">
${exchanges.map(item)}</ol>`;
}

/** A rule with its outcome and all that led to it; open unless it passed. The id is the element's id. */
export function ruleEntry(result: RuleResult, context: Context): Markup {
  const { rule, level, outcome, reason, violation } = result;
  const sentence = context.sentences[rule];
  const tone = isSeenBroken(outcome) && !isBinding(level) ? "warning" : outcome;
  return html`<details class="rule" id="${rule}" data-outcome="${outcome}" data-tone="${tone}" data-area="${areaOf(rule)}" ${outcome === "passed" ? "" : "open"}>
<summary>${outcomeBadge(outcome)}<h4>${rule}</h4><div class="says"><p><span class="level">${level}</span> ${sentenceMarkup(sentence?.text ?? "")}</p>
${reason === null ? "" : html`<p class="reason">${prose(reason)}</p>`}</div></summary>
<div class="body">
${violation === null ? "" : evidence(violation)}
${exchangeList(result, context)}
<p class="dim">${sentence === undefined ? "" : html`<code>${visible(sentence.place)}</code>, `}${duration(result.durationMs)}, <a href="${fragment(rule)}">link to this rule</a></p>
</div></details>
`;
}
