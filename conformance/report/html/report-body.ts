/** Assembles the body of the HTML page from its parts. */
import { html } from "hono/html";
import { overlay } from "../../results/overlay/document-overlay.ts";
import { ExchangeTally } from "../../results/overlay/exchange-tally.ts";
import type { Report } from "../../results/report-model.ts";
import { banner } from "./banner.ts";
import { beginHere } from "./cause-list.ts";
import { coverageTable } from "./coverage-table.ts";
import { endpointList } from "./endpoint-list.ts";
import { fullPerRule } from "./exchange-list.ts";
import { knownFailures } from "./known-failure-list.ts";
import type { Markup } from "./markup.ts";
import { type PageOptions, pageContext, type RuleOnPage } from "./page-context.ts";
import { resultList } from "./result-list.ts";
import { ruleEntry } from "./rule-entry.ts";
import { stageTable } from "./stage-table.ts";

/** The whole report as the body of a page. It is complete without a script; `page.js` filters it. */
export function reportBody(report: Report, surroundings: PageOptions): Markup {
  const { results } = report;
  const context = pageContext(report, surroundings);
  const evidence = new Set(results.flatMap(({ violation }) => violation?.exchange ?? []));
  const inFull = { evidence, perRule: fullPerRule(results) };
  const tally = new ExchangeTally(results);
  const drawn = new Map<RuleOnPage, Markup>();
  // Exchanges may be on disk, so this loop reads each of them once, and both counts and renders it.
  for (const entry of context.entries) {
    for (const exchange of entry.result?.exchanges ?? []) tally.see(exchange);
    drawn.set(entry, ruleEntry(entry, context, inFull));
  }
  return html`${banner(report, context)}
${beginHere(report, context)}
${stageTable(report)}
${knownFailures(report)}
${endpointList(report, overlay(report, tally), context)}
${coverageTable(report.coverage)}
${resultList(context, drawn)}`;
}
