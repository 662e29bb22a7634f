import { html } from "hono/html";
import { areaOf } from "../../results/areas.ts";
import type { Sentences } from "../../results/exchange-text.ts";
import type { Baseline, RuleResult, Violation } from "../../results/model.ts";
import { duration, visible } from "../../results/text.ts";
import { isBinding, isSeenBroken } from "../../results/verdict.ts";
import { rulePage } from "../rule-page.ts";
import { exchangeList } from "./exchanges.ts";
import { acceptance } from "./known.ts";
import { lookOf } from "./look.ts";
import { badge, fragment, type Markup, prose, sentenceMarkup } from "./markup.ts";

/** What a rule's entry needs to know of the rest of the report. */
export interface Context {
  sentences: Sentences;
  /** Ids of the exchanges that violations point at; they are shown in full wherever they stand. */
  evidence: ReadonlySet<string>;
  baseline: Baseline | null;
  /** URL under which the documentation stands; null for none. */
  docs: string | null;
  /** How many exchanges are shown in full of a rule that did not pass. */
  full: number;
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
function footer({ rule, durationMs }: RuleResult, { sentences, docs }: Context): Markup {
  const sentence = sentences[rule];
  const page = rulePage(rule, docs);
  return html`<p class="dim">${page === null ? "" : html`<a href="${page}" rel="noreferrer">${rule} in the documentation</a>, `}${sentence === undefined ? "" : html`<code>${visible(sentence.place)}</code>, `}${duration(durationMs)}, <a href="${fragment(rule)}">link to this rule</a></p>`;
}

/** A rule with its outcome and all that led to it; open where it needs work. The id is the element's id. */
export function ruleEntry(result: RuleResult, context: Context): Markup {
  const { rule, level, outcome, reason, violation } = result;
  const look = lookOf(result, context.baseline);
  const known = look === "known" && context.baseline?.known.find((failure) => failure.rule === rule);
  const tone = isSeenBroken(outcome) && !isBinding(level) ? "warning" : look;
  const isOpen = look !== "passed" && look !== "known";
  return html`<details class="rule" id="${rule}" data-outcome="${look}" data-tone="${tone}" data-area="${areaOf(rule)}" data-level="${level}" ${isOpen ? "open" : ""}>
<summary>${badge(look)}<h4>${rule}</h4><span class="says"><span><span class="level">${level}</span> ${sentenceMarkup(context.sentences[rule]?.text ?? "")}</span>
${reason === null ? "" : html`<span class="reason">${prose(reason)}</span>`}</span></summary>
<div class="body">
${known ? html`<p class="accepted">${acceptance(known)}</p>` : ""}
${violation === null ? "" : evidence(violation)}
${exchangeList(result, context.evidence, context.full)}
${footer(result, context)}
</div></details>
`;
}
