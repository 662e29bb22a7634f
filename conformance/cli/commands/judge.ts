/** The command `sync2 judge`: judges recorded traffic. */
import type { Command } from "commander";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";

const JUDGE_HELP = `
Takes a HAR 1.2 file, as browsers and proxies write it (developer tools: "Save all as HAR with content"; mitmproxy:
hardump), or a report.json of this suite. Compares each response to an operation of the document with what the document
declares: status, header fields, media type, body. It does not check rules about more than one exchange: "sync2 check"
does that.

Only traffic below an endpoint is judged. Name it with --endpoint, with {account} in it if several accounts were used.
Otherwise the command finds it from exchanges with X-Weave- header fields, and prints which one it uses. It does not
judge a body that the file does not hold, or only in part, but it judges the header fields. It sends nothing, and
credentials in the file appear in no output.

Exit codes:
  0    nothing that was judged violates a MUST: this is less than conformance, which only a run can show
  1    a MUST is violated
  2    the file cannot be used: it is neither HAR nor report, is damaged, or holds nothing to judge

Examples:
  npx sync2-protocol judge browser.har
  npx sync2-protocol judge traffic.har --endpoint 'https://sync.example/2.0/{account}'
  npx sync2-protocol judge sync2-report/report.json --json
`;

export function addJudge(program: Command, shell: CommandShell): void {
  program
    .command("judge")
    .summary("check recorded traffic against the document, without a server")
    .description("Checks recorded traffic of any client against the document: each response by itself.")
    .argument("<file>", "HAR file or report.json", filled)
    .option("--endpoint <url>", "endpoint URL; may hold {account}, and may be repeated", several)
    .option("--json", "for programs")
    .addHelpText("after", JUDGE_HELP)
    .action(async (file, options) => {
      const { judgeFile } = await import("../judge-file.ts");
      shell.exit(await judgeFile(file, { ...options, color: shell.useColor() }, shell));
    });
}

/** Collects URLs, one for each option, because a URL may contain commas. */
function several(text: string, before: string[] = []): string[] {
  return [...before, filled(text)];
}
