import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DOCUMENT_VERSION } from "../../../conformance/contract/document.ts";
import type { Report } from "../../../conformance/results/report-model.ts";
import { renderJson } from "../../../conformance/results/write-report.ts";
import type { Part } from "../page.ts";
import { style } from "../shell/bundle.ts";
import { body } from "./body.ts";
import { bundleClient } from "./bundle.ts";
import { shown } from "./shown.ts";
import { slim } from "./slim.ts";

const PATH = "results.html";
const STYLE = join(import.meta.dirname, "style/results.css");
/** The script of the page that a run writes. */
const SCRIPT = join(import.meta.dirname, "../../../conformance/report/html/page.js");

/**
 * The page that shows a report.
 * @param report of a run on the reference server, which is the example
 */
export async function results(report: Report): Promise<Part> {
  const example = slim(report);
  const site = { document: DOCUMENT_VERSION, suite: report.suite.version };
  return {
    nav: [{ title: "Results", href: PATH }],
    pages: [
      {
        path: PATH,
        title: "Results",
        description:
          "Shows the report of a run: every rule, status and header field with its outcome, without uploading anything.",
        body: body(shown(example, site), site),
        styles: ["assets/results.css"],
        scripts: ["assets/report.js", "assets/results.js"],
      },
    ],
    assets: [
      { path: "assets/results.css", content: await style(STYLE) },
      { path: "assets/report.js", content: await readFile(SCRIPT, "utf8") },
      { path: "assets/results.js", content: await bundleClient() },
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
