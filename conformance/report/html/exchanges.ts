import { html } from "hono/html";
import { plural } from "../../results/format-text.ts";
import type { Exchange, Outcome, RuleResult } from "../../results/report-model.ts";
import { briefExchange, fullExchange } from "./exchange.ts";
import type { Markup } from "./markup.ts";

/** Outcomes whose last steps are worth reading. */
const TELLING: readonly Outcome[] = ["violated", "inconsistent", "inconclusive", "broken"];

/** Exchanges in full on a page, unless that were too few for a rule: thousands are megabytes. */
const FULL_ON_PAGE = 1500;
const FULL_PER_RULE = { least: 5, most: 200 };

/** Steps in full after the one that a violation points at. */
const AFTERWARDS = 10;

/** Lines of the exchanges that are not in full: how a check began, and how it ended. */
const BRIEF = { first: 3, last: 5 };

/** How many exchanges of each rule that did not pass are shown in full: the fewer such rules, the more. */
export function fullPerRule(results: readonly RuleResult[]): number {
  const telling = results.filter(({ outcome }) => TELLING.includes(outcome)).length;
  const share = Math.floor(FULL_ON_PAGE / Math.max(1, telling));
  return Math.min(FULL_PER_RULE.most, Math.max(FULL_PER_RULE.least, share));
}

/**
 * The exchanges of a rule: the steps to its violation, or else the last ones, in full where the rule did not pass;
 * a line each for how it began and ended. What any violation points at is in full, wherever it stands. What is left
 * out is counted.
 *
 * @param evidence ids of the exchanges that violations point at
 * @param full how many of a rule that did not pass are shown in full
 */
export function exchangeList(
  result: RuleResult,
  evidence: ReadonlySet<string>,
  full: number,
): Markup | string {
  const { exchanges } = result;
  if (exchanges.length === 0) return "";
  const [from, to] = stepsInFull(result, full);
  const items: (Markup | string)[] = [];
  let leftOut = 0;
  const gap = () => {
    if (leftOut > 0) items.push(html`<li class="dim">… ${leftOut} left out here, see report.json</li>\n`);
    leftOut = 0;
  };
  for (const [index, exchange] of exchanges.entries()) {
    const item = line(exchange, {
      isEvidence: evidence.has(exchange.id),
      isInFull: index >= from && index < to,
      isBrief: index < BRIEF.first || index >= exchanges.length - BRIEF.last,
    });
    if (item === null) {
      leftOut += 1;
    } else {
      gap();
      items.push(item);
    }
  }
  return html`<h5>${plural(exchanges.length, "exchange")}</h5>
<ol class="exchanges">
${items}</ol>`;
}

/** From which exchange, and before which one, they are shown in full. */
function stepsInFull(
  { outcome, exchanges, violation }: RuleResult,
  full: number,
): [from: number, to: number] {
  if (!TELLING.includes(outcome)) return [0, 0];
  const shown = exchanges.findIndex(({ id }) => id === violation?.exchange);
  const last = shown < 0 ? exchanges.length : Math.min(exchanges.length, shown + 1 + AFTERWARDS);
  const to = Math.min(exchanges.length, Math.max(last, full));
  return [Math.max(0, to - full), to];
}

function line(
  exchange: Exchange,
  { isEvidence, isInFull, isBrief }: Record<"isEvidence" | "isInFull" | "isBrief", boolean>,
): Markup | null {
  if (isEvidence || isInFull) return fullExchange(exchange, isEvidence || exchange.findings.length > 0);
  return isBrief ? briefExchange(exchange) : null;
}
