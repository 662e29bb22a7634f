import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startReference } from "../../../conformance/reference/server.ts";
import { respect, WORKFLOWS } from "../run-respect.ts";

// Shows how `redocly respect` treats absent values, so that an upgrade with other behaviour is noticed. An absent header
// field or output of a step is undefined: it equals null and other absent values, differs from everything else, and is
// the text "undefined" for a pattern. A JSON pointer to nothing fails every criterion. In a JSONPath, an absent member is
// "nothing", which equals itself.

const HEADER = "$response.header.X-Absent";
const OUTPUT = "$steps.before.outputs.absent";

const pattern = (condition: string, context = HEADER) => ({ context, type: "regex", condition });
const path = (condition: string) => ({ context: "$response.body", type: "jsonpath", condition });

const FAIL = [
  { condition: `${HEADER} != null` },
  { condition: `${HEADER} == 0` },
  { condition: `${HEADER} >= 0` },
  { condition: `${HEADER} == $statusCode` },
  { condition: `${OUTPUT} != null` },
  { condition: "$response.body#/absent == null" },
  { condition: "$response.body#/absent != 3" },
  { condition: `$response.body#/absent == ${HEADER}` },
  pattern("^[0-9]+$"),
  pattern(".", "$response.body#/absent"),
  path("$[?length(@.absent) == 0]"),
  path(`$[?@.absent == {${OUTPUT}}]`),
];

const PASS = [
  { condition: `${HEADER} == null` },
  { condition: `${HEADER} != 3` },
  { condition: `${HEADER} == $response.header.X-Missing` },
  { condition: `${HEADER} == ${OUTPUT}` },
  pattern("."),
  pattern("^[a-z]+$"),
  path("$[?count(@.absent.*) == 0]"),
  path("$[?@.absent != 3]"),
  path("$[?@.absent == @.missing]"),
  // Header fields are texts, so two of them are ordered as texts.
  { condition: "'9' > '10'" },
];

const parameters = [{ name: "Authorization", in: "header", value: "Bearer {$inputs.token}" }];
const read = { operationId: "getInfoCollections", parameters };

const description = {
  arazzo: "1.0.1",
  info: { title: "Absent values", version: "1" },
  sourceDescriptions: [{ name: "sync2", type: "openapi", url: join(WORKFLOWS, "../openapi.yaml") }],
  workflows: [
    {
      workflowId: "absent",
      inputs: { type: "object", properties: { token: { type: "string", format: "password" } } },
      steps: [
        { stepId: "before", ...read, outputs: { absent: HEADER } },
        { stepId: "after", ...read, successCriteria: [...FAIL, ...PASS] },
      ],
    },
  ],
};

const folder = mkdtempSync(join(tmpdir(), "absent-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("what is absent fails and passes the criteria that the workflows count on", async () => {
  const file = join(folder, "absent.arazzo.json");
  writeFileSync(file, JSON.stringify(description));
  const server = await startReference();
  try {
    const endpoint = server.endpoint.replace("{account}", "absent");
    const inputs = { token: "reference-absent" };
    const { outcomes } = await respect({ files: [file], endpoint, inputs });
    const failures = FAIL.map(({ condition }) => `after: success criteria check: ${condition}`);
    expect(outcomes).toEqual([{ file, passed: false, steps: ["before", "after"], failures }]);
  } finally {
    await server.close();
  }
});
