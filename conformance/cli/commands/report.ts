/** The command `sync2 report`: draws a report in other formats. */
import type { Command } from "commander";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";
import { formatLines, formatOption } from "./format-option.ts";

const REPORT_HELP = `
Renders the results of "sync2 check" again, without a server. Without --format it prints the summary again.

Formats:
${formatLines()}

Standard output takes one format; for several formats name a folder, in which each file has the name above. An existing
file is replaced. github prints annotations, and appends a summary to the file that GITHUB_STEP_SUMMARY names.

In JUnit and TAP a violated MUST is a failure and a broken check is an error. A known failure and a violated SHOULD do
not fail (skipped, TODO). A rule that was not tested, does not apply or is inconclusive is skipped, with the reason.

Exit codes:
  0    rendered, whatever the report says: "sync2 check" is the gate
  2    the command line is wrong, the file is not a report, or the output cannot be written

Examples:
  npx sync2-protocol report sync2-report/report.json
  npx sync2-protocol report sync2-report/report.json --format junit > junit.xml
  npx sync2-protocol report sync2-report/report.json --format junit,markdown,badge --output public/
  npx sync2-protocol report sync2-report/report.json --format har --output exchanges.har
`;

export function addReport(program: Command, shell: CommandShell): void {
  program
    .command("report")
    .summary("render a report again, in another format")
    .description(
      "Renders a report.json: as JUnit XML, Markdown, HAR and so on, or as the summary of the run.",
    )
    .argument("<report.json>", "the file that sync2 check wrote", filled)
    .addOption(formatOption("what to render it as").default([], "the summary, as the run printed it"))
    .option("--output <path>", "file, folder, or - for standard output (default: -)", filled)
    .option("--docs <url>", "URL of the rendered documentation, for links in the page", filled)
    .addHelpText("after", REPORT_HELP)
    .action(async (path, options) => {
      const { report } = await import("../render-report.ts");
      await report(path, { ...options, color: shell.useColor() }, shell);
    });
}
