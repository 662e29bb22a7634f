import { basename } from "node:path";
import { publicToken } from "../../../conformance/reference/authenticate.ts";
import { respect as run, workflowFile, workflowNames } from "../../workflows/run-respect.ts";
import { type ComparedTool, newAccount, type Verdict } from "./compared-tool.ts";

/** Runs the workflows with Redocly Respect against a server, for the comparison of tools. */

/** The only workflow that needs a message on the server. */
const MESSAGE = "read-message";

export const respect: ComparedTool = {
  name: "Redocly Respect",
  use: "performs the workflows of spec/workflows, which this project wrote for it",
  packages: [],
  async prepare() {
    return {
      async check({ endpoint, scenarios }) {
        const ordinary = workflowNames().filter((name) => name !== MESSAGE);
        return joined([
          await perform(ordinary, endpoint),
          await perform([MESSAGE], scenarios.message.endpoint),
        ]);
      },
    };
  },
};

async function perform(names: string[], endpoint: string): Promise<Verdict> {
  const account = newAccount();
  const began = performance.now();
  const { outcomes } = await run({
    files: names.map(workflowFile),
    endpoint: endpoint.replace("{account}", account),
    inputs: { token: publicToken(account), client: account },
  });
  const complaints = outcomes.flatMap(({ file, failures }) =>
    // The lines after the first contain the answer, with its times.
    failures.map((failure) => `${basename(file)} ${failure.split("\n", 1)[0]}`),
  );
  const exchanges = outcomes.reduce((sum, { steps }) => sum + steps.length, 0);
  return { complaints, exchanges, wallMs: performance.now() - began };
}

function joined(all: readonly Verdict[]): Verdict {
  const sum = (key: "exchanges" | "wallMs") => all.reduce((total, verdict) => total + verdict[key], 0);
  return {
    complaints: all.flatMap(({ complaints }) => complaints),
    exchanges: sum("exchanges"),
    wallMs: sum("wallMs"),
  };
}
