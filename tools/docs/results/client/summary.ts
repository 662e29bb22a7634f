import type { Report } from "../../../../conformance/results/model.ts";
import { duration, plural } from "../../../../conformance/results/text.ts";
import {
  completeness,
  isBinding,
  isKnown,
  isSeenBroken,
  verdictOf,
} from "../../../../conformance/results/verdict.ts";
import { RULE_GLYPHS, RULE_LOOKS, RULE_WORDS, type RuleLook } from "../looks.ts";
import type { Overlay } from "../overlay/overlay.ts";
import { el, told } from "./dom.ts";

const VERDICT_GLYPHS = { pass: "✓", fail: "✕", broken: "!", "cut short": "…" } as const;

/** What the reader has to know to trust the colours. */
export function notices(report: Report, laid: Overlay, site: { document: string; suite: string }): string[] {
  const { suite, results, timing, only } = report;
  const foreign = [...laid.foreign].map(
    ([operation, count]) => `${operation} (${plural(count, "exchange")})`,
  );
  const judged = verdictOf(report);
  const doubled = results.length - new Set(results.map(({ rule }) => rule)).size;
  return [
    suite.document !== site.document &&
      `The report is about document ${suite.document}, this page about ${site.document}: only what both have is coloured.`,
    suite.version !== site.suite &&
      `The report was made by version ${suite.version} of the suite, this page belongs to ${site.suite}.`,
    judged !== report.verdict &&
      `The report says "${report.verdict}", but what it says of its rules makes it "${judged}".`,
    doubled > 0 && `${plural(doubled, "result")} too many: the last one of a rule counts.`,
    laid.unknown.length > 0 &&
      `${plural(laid.unknown.length, "rule")} of the report ${laid.unknown.length === 1 ? "is" : "are"} not in this document; they stand at the end of the list.`,
    laid.notRun.length > 0 &&
      `${plural(laid.notRun.length, "rule")} of this document ${laid.notRun.length === 1 ? "is" : "are"} not in the report${only === null ? "" : ", which was narrowed"}.`,
    foreign.length > 0 &&
      `The report has operations that this document does not have: ${foreign.join(", ")}.`,
    laid.exchanges < timing.exchanges &&
      `The report was reduced: it holds ${laid.exchanges} of the ${plural(timing.exchanges, "exchange")} of the run.`,
    laid.exchanges > timing.exchanges &&
      `The report holds ${laid.exchanges} exchanges, but counts ${timing.exchanges} for its run.`,
  ].filter((notice) => notice !== false);
}

function explanation({ results, verdict: word, baseline }: Report): string {
  const fresh = results.filter(({ rule, outcome }) => isSeenBroken(outcome) && !isKnown(rule, baseline));
  const binding = fresh.filter(({ level }) => isBinding(level)).length;
  const problems = baseline?.problems.length ?? 0;
  return [
    binding > 0 && `${plural(binding, "binding rule")} violated.`,
    fresh.length > binding && `${plural(fresh.length - binding, "recommendation")} not followed.`,
    problems > 0 && `${plural(problems, "problem")} with the baseline.`,
    word === "cut short" && "The run was ended before its time: there is no verdict.",
    word === "broken" && "Nothing can be said of the server.",
    word === "pass" && "No binding rule is violated.",
  ]
    .filter((sentence) => sentence !== false)
    .join(" ");
}

function facts({ target, startedAt, timing, suite, only }: Report): HTMLElement {
  const started = startedAt.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
  const rows: [string, string][] = [
    ["Target", target.endpoint],
    ["Accounts", target.accounts],
    ["Started", started],
    ["Took", `${duration(timing.durationMs)}, ${plural(timing.exchanges, "exchange")}`],
    ["Suite", `${suite.name} ${suite.version}, document ${suite.document}`],
    ...(only === null ? [] : [["Narrowed to", only.join(", ")] as [string, string]]),
  ];
  return el(
    "dl",
    { class: "facts" },
    ...rows.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, told(value)))),
  );
}

function counts(numbers: ReadonlyMap<RuleLook, number>, only: (look: RuleLook) => void): HTMLElement {
  const order: RuleLook[] = ["passed", ...RULE_LOOKS.filter((look) => look !== "passed")];
  const list = el("ul", { class: "counts", "aria-label": "Rules by outcome" });
  for (const look of order) {
    const number = numbers.get(look) ?? 0;
    if (number === 0) continue;
    const button = el(
      "button",
      { type: "button" },
      el("b", {}, el("span", { "aria-hidden": "true" }, RULE_GLYPHS[look]), ` ${number}`),
      el("span", {}, ` ${RULE_WORDS[look]}`),
    );
    button.addEventListener("click", () => only(look));
    list.append(el("li", { "data-outcome": look }, button));
  }
  return list;
}

/**
 * Verdict, what was tested and when, counts.
 * @param only shows the rules of one look
 */
export function summary(
  report: Report,
  numbers: ReadonlyMap<RuleLook, number>,
  said: readonly string[],
  only: (look: RuleLook) => void,
): Node[] {
  const word = report.verdict;
  const verdictBox = el(
    "div",
    { class: "verdict", "data-verdict": word },
    el("p", { class: "word" }, el("span", { "aria-hidden": "true" }, VERDICT_GLYPHS[word]), ` ${word}`),
    el("p", {}, `${explanation(report)} `, el("span", { class: "dim" }, `(${told(completeness(report))})`)),
  );
  const notes = el("ul", { class: "notices" }, ...said.map((notice) => el("li", {}, told(notice))));
  return [verdictBox, facts(report), ...(said.length > 0 ? [notes] : []), counts(numbers, only)];
}
