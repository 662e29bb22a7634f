// Makes the markup of a report on the results page.
import { html } from "hono/html";
import { reportBody } from "../../../conformance/report/html/report-body.ts";
import { shorten, uriComponent, visible } from "../../../conformance/results/format-text.ts";
import { overlay } from "../../../conformance/results/overlay/document-overlay.ts";
import type { Report } from "../../../conformance/results/report-model.ts";
import { currentId } from "../../../conformance/results/rule-ids.ts";
import { rules } from "../../../generated/rules.ts";
import { reportNotices } from "./report-notices.ts";

/** The most characters of a notice. */
const LONGEST = 2000;

/** The page of a rule; null if the site has none. */
function pageOf(rule: string): string | null {
  const name = currentId(rule);
  return name === null ? null : `rules/${uriComponent(name)}.html`;
}

/** Keeps the last result of each rule, since ids of elements have to be unique. */
function withoutDuplicates(report: Report): Report {
  const results = new Map(report.results.map((result) => [result.rule, result]));
  return { ...report, results: [...results.values()] };
}

/**
 * Makes the markup of a report as in the page that a run writes, with warnings before it, and with the rules of the
 * document that the report does not have.
 *
 * @param site the versions that the page belongs to
 * @param note a warning from reading the report; null if there is none
 */
export function reportMarkup(
  report: Report,
  site: { document: string; suite: string },
  note: string | null = null,
): string {
  const notices = [...reportNotices(report, overlay(report), site), note ?? []]
    .flat()
    .map((notice) => shorten(notice, LONGEST));
  const page = html`${notices.length === 0 ? "" : html`<ul class="notices">${notices.map((notice) => html`<li>${notice}</li>`)}</ul>\n`}${reportBody(
    withoutDuplicates(report),
    { sentences: rules, pageOf, isWhole: true },
  )}`;
  return visible(page.toString(), { lines: true });
}
