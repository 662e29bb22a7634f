/** Renders a report in any of the file formats. */
import type { RuleSentences } from "../../results/format-exchange.ts";
import type { Report } from "../../results/report-model.ts";
import { renderJson } from "../../results/write-report.ts";
import { type HtmlOptions, renderHtml } from "../render-html.ts";
import { renderBadge } from "./badge.ts";
import type { FileFormatName } from "./format-names.ts";
import { renderHar } from "./har.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTap } from "./tap.ts";

type Render = (report: Report, sentences: RuleSentences, options: HtmlOptions) => string;

const RENDERERS: Readonly<Record<FileFormatName, Render>> = {
  json: renderJson,
  html: renderHtml,
  junit: renderJunit,
  markdown: renderMarkdown,
  tap: renderTap,
  har: renderHar,
  badge: renderBadge,
};

/**
 * The report in one of its formats.
 *
 * @param sentences rule texts by id; a rule without one is shown by its id alone
 * @param options of the page
 * @returns the text of a whole file, ended by a line feed
 */
export function render(
  name: FileFormatName,
  report: Report,
  sentences: RuleSentences,
  options: HtmlOptions = { docs: null },
): string {
  return RENDERERS[name](report, sentences, options);
}
