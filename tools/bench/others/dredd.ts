import { join } from "node:path";
import { publicToken } from "../../../conformance/reference/authenticate.ts";
import { DOCUMENT, runNode } from "../processes.ts";
import { newAccount, type Tool } from "./tool.ts";

/** Of each line of its output what it is about, without how long it took. */
const LINE = /^(fail|error|pass): (.*?)(?: duration: \d+ms)?$/;

export const dredd: Tool = {
  name: "Dredd",
  use: "sends the example of every operation and response, each by itself",
  packages: ["dredd@14.1.0"],
  async prepare(folder) {
    const bin = join(folder, "node_modules/dredd/bin/dredd");
    return {
      async look({ endpoint }) {
        const account = newAccount();
        const token = `Authorization: Bearer ${publicToken(account)}`;
        const at = endpoint.replace("{account}", account);
        const args = [bin, DOCUMENT, at, "--header", token, "--loglevel=error", "--no-color"];
        const { output, wallMs } = await runNode(args, { cwd: folder });
        const all = /complete: (\d+) passing, (\d+) failing, \d+ errors, \d+ skipped/.exec(output);
        if (!all) throw new Error(`Dredd came to no end: ${output.slice(-500)}`);
        return { complaints: complaints(output), exchanges: Number(all[1]) + Number(all[2]), wallMs };
      },
    };
  },
};

function complaints(output: string): string[] {
  const found: string[] = [];
  for (const line of output.split("\n")) {
    const [, word, text] = LINE.exec(line) ?? [];
    if (word && word !== "pass") found.push(`${word} ${text}`);
  }
  return found;
}
