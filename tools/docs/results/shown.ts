import { html } from "hono/html";
import { reportBody } from "../../../conformance/report/html/report-body.ts";
import { shorten, uriComponent, visible } from "../../../conformance/results/format-text.ts";
import { overlay } from "../../../conformance/results/overlay/document-overlay.ts";
import type { Report } from "../../../conformance/results/report-model.ts";
import { currentId } from "../../../conformance/results/rule-ids.ts";
import { rules } from "../../../generated/rules.ts";
import { notices } from "./notices.ts";

/** More than this of one notice is nothing to read here. */
const LONGEST = 2000;

/** The page of a rule, where the site has one. */
function pageOf(rule: string): string | null {
  const name = currentId(rule);
  return name === null ? null : `rules/${uriComponent(name)}.html`;
}

/** A report that says something of each rule once: an element has an id of its own. */
function withoutDoubles(report: Report): Report {
  const results = new Map(report.results.map((result) => [result.rule, result]));
  return { ...report, results: [...results.values()] };
}

/**
 * A report as the results page shows it: as the page that a run writes, with what is to be known of a report from
 * elsewhere, and with the rules of the document that it says nothing of.
 *
 * @param site the versions that the page belongs to
 * @param note what reading it brought up; null for nothing
 */
export function shown(
  report: Report,
  site: { document: string; suite: string },
  note: string | null = null,
): string {
  const found = [...notices(report, overlay(report), site), note ?? []]
    .flat()
    .map((notice) => shorten(notice, LONGEST));
  const page = html`${found.length === 0 ? "" : html`<ul class="notices">${found.map((notice) => html`<li>${notice}</li>`)}</ul>\n`}${reportBody(
    withoutDoubles(report),
    { sentences: rules, pageOf, isWhole: true },
  )}`;
  return visible(page.toString(), { lines: true });
}
