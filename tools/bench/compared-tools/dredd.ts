import { join } from "node:path";
import { publicToken } from "../../../conformance/reference/authenticate.ts";
import { DOCUMENT, runNode } from "../run-node.ts";
import { type ComparedTool, newAccount } from "./compared-tool.ts";

/** Runs Dredd against a server, for the comparison of tools. */

/** A line of its output, whose second group leaves out the duration. */
const LINE = /^(fail|error|pass): (.*?)(?: duration: \d+ms)?$/;

export const dredd: ComparedTool = {
  name: "Dredd",
  use: "sends the example of every operation and response, each by itself",
  packages: ["dredd@14.1.0"],
  async prepare(folder) {
    const bin = join(folder, "node_modules/dredd/bin/dredd");
    return {
      async check({ endpoint }) {
        const account = newAccount();
        const token = `Authorization: Bearer ${publicToken(account)}`;
        const accountUrl = endpoint.replace("{account}", account);
        const args = [bin, DOCUMENT, accountUrl, "--header", token, "--loglevel=error", "--no-color"];
        const { output, wallMs } = await runNode(args, { cwd: folder });
        const totals = /complete: (\d+) passing, (\d+) failing, \d+ errors, \d+ skipped/.exec(output);
        if (!totals) throw new Error(`Dredd did not finish: ${output.slice(-500)}`);
        return { complaints: complaints(output), exchanges: Number(totals[1]) + Number(totals[2]), wallMs };
      },
    };
  },
};

function complaints(output: string): string[] {
  const complaintLines: string[] = [];
  for (const line of output.split("\n")) {
    const [, word, text] = LINE.exec(line) ?? [];
    if (word && word !== "pass") complaintLines.push(`${word} ${text}`);
  }
  return complaintLines;
}
