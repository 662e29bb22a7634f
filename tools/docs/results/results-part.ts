// Makes the part of the site that shows the results of a run.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DOCUMENT_VERSION } from "../../../conformance/contract/document.ts";
import type { Report } from "../../../conformance/results/report-model.ts";
import { renderJson } from "../../../conformance/results/write-report.ts";
import { bundleStyle } from "../shell/bundle-asset.ts";
import type { Part } from "../site-model.ts";
import { bundleResultsClient } from "./bundle-results-client.ts";
import { reduceReport } from "./reduce-report.ts";
import { reportMarkup } from "./report-markup.ts";
import { resultsPageBody } from "./results-page-body.ts";

const PATH = "results.html";
const STYLE = join(import.meta.dirname, "style/results.css");
/** The script of the page that a run writes. */
const SCRIPT = join(import.meta.dirname, "../../../conformance/report/html/page.js");

/**
 * Makes the part of the site with the results page.
 * @param report report of the reference server, which the page shows first
 */
export async function resultsPart(report: Report): Promise<Part> {
  const example = reduceReport(report);
  const site = { document: DOCUMENT_VERSION, suite: report.suite.version };
  return {
    nav: [{ title: "Results", href: PATH }],
    pages: [
      {
        path: PATH,
        title: "Results",
        description:
          "Shows the report of a run: every rule, status and header field with its outcome, without uploading anything.",
        body: resultsPageBody(reportMarkup(example, site), site),
        styles: ["assets/results.css"],
        scripts: ["assets/report.js", "assets/results.js"],
      },
    ],
    assets: [
      { path: "assets/results.css", content: await bundleStyle(STYLE) },
      { path: "assets/report.js", content: await readFile(SCRIPT, "utf8") },
      { path: "assets/results.js", content: await bundleResultsClient() },
      { path: "example-report.json", content: renderJson(example) },
    ],
    entries: [
      {
        kind: "page",
        title: "Results",
        href: PATH,
        text: "Open a report.json: rule, endpoint, status and header field by outcome, coverage, violated, not seen",
      },
    ],
  };
}
