import type { Command } from "commander";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";

const JUDGE_HELP = `
Takes a HAR 1.2 file, as browsers and proxies write it (developer tools: "Save all as HAR with content"; mitmproxy:
hardump), or a report.json of this suite. Each response to an operation of the document is held to what the document
says of it: status, header fields, media type, body. What needs more than one exchange is not looked at: for that
there is "sync2 check".

Only traffic below an endpoint is judged. Name it with --endpoint, with {account} in it where several accounts were
used; otherwise it is found out from exchanges with X-Weave- header fields, and the output says what was taken. A body
that the file does not hold, or only in part, is not judged; its header fields are. Nothing is sent anywhere, and
credentials in the file appear in no output.

Exit codes:
  0    nothing that was judged breaks a MUST: less than conformance, which only a run can show
  1    a MUST is broken
  2    the file cannot be used: it is neither, is damaged, or holds nothing that can be judged

Examples:
  npx sync2-protocol judge browser.har
  npx sync2-protocol judge traffic.har --endpoint 'https://sync.example/2.0/{account}'
  npx sync2-protocol judge sync2-report/report.json --json
`;

export function addJudge(program: Command, shell: CommandShell): void {
  program
    .command("judge")
    .summary("hold recorded traffic to the document, without a server")
    .description("Holds recorded traffic, of any client, to the document: each response by itself.")
    .argument("<file>", "HAR file or report.json", filled)
    .option("--endpoint <url>", "endpoint URL; may hold {account}, and may be repeated", several)
    .option("--json", "for programs")
    .addHelpText("after", JUDGE_HELP)
    .action(async (file, options) => {
      const { judgeFile } = await import("../judge-file.ts");
      shell.exit(await judgeFile(file, { ...options, color: shell.useColor() }, shell));
    });
}

/** A URL may hold commas, so that each stands by itself. */
function several(text: string, before: string[] = []): string[] {
  return [...before, filled(text)];
}
