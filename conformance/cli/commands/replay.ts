/** The command `sync2 replay`: repeats the exchanges of a violation. */
import type { Command } from "commander";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";
import { addTargetOptions } from "./check.ts";

const REPLAY_HELP = `
The rule is checked as in a run: with its set-up, on its own accounts, for each partition, and again if it is
violated. Requests get fresh signatures, so this works with Hawk. The command prints each exchange in full, with its
number (as in the report, if the check makes as many exchanges), and marks set-up and clean-up. Then it prints the
outcome, what was expected and what came, and whether the report says the same.

The seed and the effort are those of the report. A report may come from a stranger, so it cannot choose who gets your
credentials: name its endpoint yourself, with --endpoint, SYNC2_ENDPOINT or the configuration. Credentials come from the
same place as for "sync2 check": SYNC2_TOKEN and the other variables, or the configuration, which also names accounts
and scenarios. A report contains no credentials.

Exit codes:
  0    passed
  1    violated, each time or in some of the attempts, even if the rule is a SHOULD
  2    the command line, the report or the configuration is wrong; the rule is unknown, or not in the report
  3    the target cannot be used: unreachable, credentials refused, account not empty
  4    neither: untested, not applicable, inconclusive or broken, for the printed reason
  130  interrupted

Examples:
  npx sync2-protocol replay sync2-report/report.json record.created --endpoint 'http://127.0.0.1:8000/2.0/{account}'
  npx sync2-protocol replay sync2-report/report.json record.created --reference
  SYNC2_TOKEN='secret-{account}' npx sync2-protocol replay ci/report.json model.storage \\
    --endpoint 'http://127.0.0.1:8000/2.0/{account}' --all | less
`;

export function addReplay(program: Command, shell: CommandShell): void {
  addTargetOptions(
    program
      .command("replay")
      .summary("check one rule of a report again, and show the whole conversation")
      .description("Runs the check of a rule in a report again, and prints the whole conversation.")
      .argument("<report>", "report.json of a run", filled)
      .argument("<rule>", "rule id", filled)
      .option("--endpoint <url>", "endpoint URL, as in the report or another one", filled)
      .option("--reference", "the embedded reference server, in a new process")
      .option("--all", "every exchange, even if an attempt has more than 50")
      .option("--json", "the result for programs, instead of the conversation"),
  )
    .addHelpText("after", REPLAY_HELP)
    .action(async (report, rule, options) => {
      const { replay } = await import("../replay/replay-rule.ts");
      shell.exit(await replay(report, rule, { ...options, color: shell.useColor() }, shell));
    });
}
