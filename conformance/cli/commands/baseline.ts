import type { Command } from "commander";
import { print } from "../ci-log.ts";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";

/** What `sync2 check --baseline` is called where nobody says otherwise. */
export const BASELINE_FILE = "sync2-baseline.yaml";

const BASELINE_HELP = `
A baseline lists the rules that a server is known to violate. They fail no run of "sync2 check --baseline <file>";
any other violation does, and so does an entry that is wrong: its rule passes or is not offered, no rule has its id,
it has expired, or it stands there twice. The run says which line to remove. Of a rule that was not run, or came to no
conclusion, nothing is said.

    failures:
      - rule: record.created                         # "sync2 rules" lists the ids
        reason: Old clients take a 201 for an error.
        issue: https://tracker.example/issues/17     # optional
        expires: 2027-01-31                          # optional: the last day, in UTC
      - rule: race.create.once
        reason: Two requests at once may both create the record.
        flaky: true                                  # optional: it may pass now and then, and is no mistake then

A rule that cannot be judged because of a known failure is held back, counted and shown, and fails nothing. One that
cannot be judged for another reason has an entry with the cause that the report names; all rules of that cause are held
back:

      - rule: session.abort.ok
        reason: There are no sessions yet.
        cause: missing sessions

--write adds each MUST that the report says is violated, or inconsistent (these as flaky), and removes what passes
now. Whatever it keeps stays as it is: reasons, issues, days, comments, order. A rule that has another id now gets it;
its old id keeps working meanwhile. A report that was narrowed (--only) says nothing of other rules, nor does this.
A SHOULD is not added, as it fails no run; listed by hand, it is no warning any more.

New entries have the reason "TODO: why is this accepted?" unless --reason says it. A run accepts that, and says so.

Exit codes:
  0    the baseline is up to date, or was written
  1    it is not up to date
  2    the command line, the report or the baseline is wrong

Examples:
  npx sync2-protocol check; npx sync2-protocol baseline --write
  npx sync2-protocol check --baseline ${BASELINE_FILE}
  npx sync2-protocol baseline ci/report.json --write --reason 'since the move to the new store'
`;

export function addBaseline(program: Command, { env, stdout, useColor, exit }: CommandShell): void {
  program
    .command("baseline")
    .summary("make or update the list of known failures")
    .description("Tells by which changes a list of known failures agrees with a report, and makes them.")
    .argument("[report]", "report.json of a run", filled, "sync2-report/report.json")
    .option("--write", "make the changes")
    .option("--file <file>", "the list", filled, BASELINE_FILE)
    .option("--reason <text>", "why the new failures are accepted", filled)
    .addHelpText("after", BASELINE_HELP)
    .action(async (report, { write = false, file, reason }) => {
      const { baseline } = await import("../update-baseline.ts");
      const { out, code } = baseline(report, { write, file, reason, color: useColor() });
      print({ stdout, env }, out);
      exit(code);
    });
}
