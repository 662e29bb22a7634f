import type { Command } from "commander";
import { print } from "../ci-log.ts";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";

const COMPARE_HELP = `
Rules that only one of the reports has are left out. Newly held back is what was judged before and is not now: broken
or inconclusive.

Exit codes:
  0    nothing became worse
  1    a MUST is violated, or held back, that was not
  2    the command line is wrong, or a file is no report

Example:
  npx sync2-protocol compare last/report.json sync2-report/report.json
`;

export function addCompare(program: Command, { env, stdout, exit }: CommandShell): void {
  program
    .command("compare")
    .summary("tell what changed between two reports")
    .description("Tells which rules are newly violated, mended, or newly held back, as Markdown.")
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
