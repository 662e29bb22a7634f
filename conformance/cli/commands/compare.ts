/** The command `sync2 compare`: what changed between two reports. */
import type { Command } from "commander";
import { print } from "../ci-log.ts";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";

const COMPARE_HELP = `
Rules that are in only one of the reports are left out. A rule is newly held back if it was judged before and is now
broken or inconclusive.

Exit codes:
  0    nothing became worse
  1    a MUST is newly violated, or newly held back
  2    the command line is wrong, or a file is not a report

Example:
  npx sync2-protocol compare last/report.json sync2-report/report.json
`;

export function addCompare(program: Command, { env, stdout, exit }: CommandShell): void {
  program
    .command("compare")
    .summary("show what changed between two reports")
    .description("Shows which rules are newly violated, fixed, or newly held back, as Markdown.")
    .argument("<old report>", "report.json of an earlier run", filled)
    .argument("<new report>", "report.json of a later run", filled)
    .option("--json", "as JSON")
    .addHelpText("after", COMPARE_HELP)
    .action(async (older, newer, { json = false }) => {
      const { compareReports } = await import("../compare-reports.ts");
      const { out, code } = compareReports(older, newer, { json });
      print({ stdout, env }, out);
      exit(code);
    });
}
