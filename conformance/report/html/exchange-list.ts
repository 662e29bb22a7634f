/** The exchanges of one rule: those near its violation in full, a few others in brief. */
import { html } from "hono/html";
import { plural } from "../../results/format-text.ts";
import type { Exchange, Outcome, RuleResult } from "../../results/report-model.ts";
import { briefExchange, fullExchange } from "./exchange-item.ts";
import type { Markup } from "./markup.ts";

/** Outcomes whose last exchanges are worth reading. */
const SHOWN_IN_FULL: readonly Outcome[] = ["violated", "inconsistent", "inconclusive", "broken"];

/** Exchanges in full on the whole page, since thousands are megabytes; a single rule gets at least five. */
const FULL_ON_PAGE = 1500;
const FULL_PER_RULE = { least: 5, most: 200 };

/** Exchanges in full after the one that a violation points to. */
const AFTERWARDS = 10;

/** Brief lines for the beginning and the end of a check, outside of the exchanges in full. */
const BRIEF = { first: 3, last: 5 };

/** How many exchanges of each rule that did not pass are shown in full: fewer such rules get more each. */
export function fullPerRule(results: readonly RuleResult[]): number {
  const telling = results.filter(({ outcome }) => SHOWN_IN_FULL.includes(outcome)).length;
  const share = Math.floor(FULL_ON_PAGE / Math.max(1, telling));
  return Math.min(FULL_PER_RULE.most, Math.max(FULL_PER_RULE.least, share));
}

/**
 * The exchanges of a rule. If the rule did not pass, the exchanges up to its violation are in full, or else the last
 * ones. The first and last exchanges are brief lines. An exchange that a violation points to is always in full. The
 * others are left out and counted.
 *
 * @param evidence ids of the exchanges that violations point to
 * @param full number of exchanges in full for a rule that did not pass
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

/** The range of exchanges shown in full; `to` is not part of it. */
function stepsInFull(
  { outcome, exchanges, violation }: RuleResult,
  full: number,
): [from: number, to: number] {
  if (!SHOWN_IN_FULL.includes(outcome)) return [0, 0];
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
