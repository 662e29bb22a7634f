import { html } from "hono/html";
import { overlay } from "../../results/overlay/document-overlay.ts";
import { ExchangeTally } from "../../results/overlay/exchange-tally.ts";
import type { Report } from "../../results/report-model.ts";
import { banner } from "./banner.ts";
import { beginHere } from "./causes.ts";
import { contextOf, type Entry, type PageOptions } from "./context.ts";
import { coverageTable } from "./coverage.ts";
import { endpointList } from "./endpoints.ts";
import { fullPerRule } from "./exchanges.ts";
import { knownFailures } from "./known-failures.ts";
import type { Markup } from "./markup.ts";
import { resultList } from "./results.ts";
import { ruleEntry } from "./rule.ts";
import { stairTable } from "./stage-table.ts";

/** All that a report says, as the inside of a page: complete without a script, `page.js` filters it. */
export function reportBody(report: Report, surroundings: PageOptions): Markup {
  const { results } = report;
  const context = contextOf(report, surroundings);
  const evidence = new Set(results.flatMap(({ violation }) => violation?.exchange ?? []));
  const inFull = { evidence, perRule: fullPerRule(results) };
  const tally = new ExchangeTally(results);
  const drawn = new Map<Entry, Markup>();
  // Exchanges may be on disk: each is read once, to be counted and to be shown.
  for (const entry of context.entries) {
    for (const exchange of entry.result?.exchanges ?? []) tally.see(exchange);
    drawn.set(entry, ruleEntry(entry, context, inFull));
  }
  return html`${banner(report, context)}
${beginHere(report, context)}
${stairTable(report)}
${knownFailures(report)}
${endpointList(report, overlay(report, tally), context)}
${coverageTable(report.coverage)}
${resultList(context, drawn)}`;
}
