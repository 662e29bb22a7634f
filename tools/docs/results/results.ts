import { join } from "node:path";
import { DOCUMENT_VERSION } from "../../../conformance/contract/document.ts";
import type { Report } from "../../../conformance/results/model.ts";
import { renderJson } from "../../../conformance/results/report-json.ts";
import type { Part } from "../page.ts";
import { style } from "../shell/bundle.ts";
import { body } from "./body.ts";
import { bundleClient } from "./bundle.ts";
import { slim } from "./slim.ts";

const PATH = "results.html";
const STYLE = join(import.meta.dirname, "style/results.css");

/**
 * A report laid over the document.
 * @param report of a run on the reference server, which is the example
 */
export async function results(report: Report): Promise<Part> {
  const example = slim(report);
  return {
    nav: [{ title: "Results", href: PATH }],
    pages: [
      {
        path: PATH,
        title: "Results",
        description:
          "Lays the report of a run over the document: every status, header field and rule with its outcome, without uploading anything.",
        body: body({ document: DOCUMENT_VERSION, suite: report.suite.version }),
        styles: ["assets/results.css"],
        scripts: ["assets/results.js"],
      },
    ],
    assets: [
      { path: "assets/results.css", content: await style(STYLE) },
      { path: "assets/results.js", content: await bundleClient() },
      { path: "example-report.json", content: renderJson(example) },
      {
        path: "assets/example-report.js",
        content: `globalThis.sync2ExampleReport = ${JSON.stringify(example)};\n`,
      },
    ],
    entries: [
      {
        kind: "page",
        title: "Results",
        href: PATH,
        text: "Open a report.json: endpoint, status, header field and rule coloured by outcome, coverage, violated, not seen",
      },
    ],
  };
}
