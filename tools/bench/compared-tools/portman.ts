import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publicToken } from "../../../conformance/reference/authenticate.ts";
import { DOCUMENT, runNode } from "../run-node.ts";
import { type ComparedTool, newAccount } from "./compared-tool.ts";

/** Runs Portman and newman against a server, for the comparison of tools. */

/** Every test that Portman can make from the document alone. */
const CONFIGURATION = {
  version: 1,
  tests: {
    contractTests: [
      {
        openApiOperation: "*::/*",
        statusSuccess: { enabled: true },
        contentType: { enabled: true },
        jsonBody: { enabled: true },
        schemaValidation: { enabled: true },
        headersPresent: { enabled: true },
      },
    ],
  },
  globals: { securityOverwrites: { bearer: { token: "{{token}}" } } },
};

/** The part of the report of newman that is read here. */
interface Results {
  run: {
    executions: {
      item: { name: string };
      response?: { code: number };
      assertions?: { assertion: string; error?: unknown }[];
    }[];
  };
}

export const portman: ComparedTool = {
  name: "Portman",
  use: "makes a Postman collection with contract tests of the document, which newman runs",
  // Portman needs the last one, but does not declare it.
  packages: ["@apideck/portman@1.33.0", "newman@6.2.2", "tslib@2.8.1"],
  async prepare(folder) {
    const bin = (path: string) => join(folder, "node_modules", path);
    const collection = join(folder, "collection.json");
    const configuration = join(folder, "portman.json");
    await writeFile(configuration, JSON.stringify(CONFIGURATION));
    const made = await runNode(
      [
        ...[bin("@apideck/portman/bin/portman"), "-l", DOCUMENT, "-b", "http://127.0.0.1"],
        ...["-c", configuration, "-o", collection, "--runNewman", "false"],
      ],
      { cwd: folder },
    );
    if (made.code !== 0) throw new Error(`Portman makes no collection: ${made.output.slice(-500)}`);
    return {
      async check({ endpoint }) {
        const account = newAccount();
        const results = join(folder, `${account}.json`);
        const { wallMs, output } = await runNode(
          [
            ...[bin("newman/bin/newman.js"), "run", collection],
            ...["--env-var", `baseUrl=${endpoint.replace("{account}", account)}`],
            ...["--env-var", `token=${publicToken(account)}`],
            ...["--reporters", "json", "--reporter-json-export", results, "--timeout-request", "5000"],
          ],
          { cwd: folder },
        );
        const text = await readFile(results, "utf8").catch(() => {
          throw new Error(`newman did not finish: ${output.slice(-500)}`);
        });
        const { executions } = (JSON.parse(text) as Results).run;
        const complaints = executions.flatMap(({ item, response, assertions = [] }) => [
          ...(response ? [] : [`${item.name}: no answer`]),
          ...assertions.flatMap(({ assertion, error }) => (error ? [assertion] : [])),
        ]);
        return { complaints, exchanges: executions.length, wallMs };
      },
    };
  },
};
