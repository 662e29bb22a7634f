import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import schema from "../../results/report.schema.json" with { type: "json" };
import { REPORT_SCHEMA, writeJson } from "../../results/write-report.ts";
import { report, sampleResults } from "../support/sample-report.ts";

const ajv = new Ajv2020({ strict: true, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(schema);

/** The sample with one member set, or removed where the value is undefined. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(report(sampleResults()));
  const steps = path.split("/");
  const last = steps.pop() ?? "";
  const parent = steps.reduce<unknown>((at, step) => Reflect.get(Object(at), step), copy);
  if (value === undefined) Reflect.deleteProperty(Object(parent), last);
  else Reflect.set(Object(parent), last, value);
  return copy;
}

test("the schema goes by the name that reports refer to", () => {
  expect(schema.$id).toBe(REPORT_SCHEMA);
});

test("a report with every outcome is valid", () => {
  validate(report(sampleResults()));
  expect(validate.errors).toBeNull();
});

/** Members that came later: a report without them is one all the same. */
const ADDED = new Set([
  "unanswered",
  "lost",
  "again",
  "stages",
  "causes",
  "obstacle",
  "cause",
  "heldBack",
  "failedFor",
  "cutShort",
]);

test("every object of the schema is closed and lists what it requires", () => {
  const objects: { required?: string[]; properties: object; additionalProperties?: boolean }[] = [];
  JSON.stringify(schema, (key, value) => {
    if (value?.additionalProperties !== undefined || (value?.type && value?.properties)) objects.push(value);
    return key === "allOf" ? undefined : value;
  });
  expect(objects.length).toBeGreaterThan(10);
  for (const object of objects) {
    expect(object.additionalProperties).toBe(false);
    expect(object.required).toEqual(Object.keys(object.properties).filter((name) => !ADDED.has(name)));
  }
});

test.each<[name: string, path: string, value?: unknown]>([
  ["an unknown member", "extra", 1],
  ["an unknown member far inside", "results/2/exchanges/1/request/extra", 1],
  ["an unknown outcome", "results/8/outcome", "failed"],
  ["an unknown verdict", "verdict", "passed"],
  ["a missing coverage row", "coverage/rules"],
  ["a rule id without an area", "results/0/rule", "quota"],
  ["no reason for an untested rule", "results/6/reason", null],
  ["a violation of a passed rule", "results/0/violation", sampleResults()[2]?.violation],
  ["a header field of three parts", "results/2/exchanges/0/request/headers/0/2", "x"],
  ["a start that is no time", "startedAt", "yesterday"],
  ["a negative count", "summary/passed", -1],
  ["no status", "results/2/exchanges/0/response/status"],
  ["another format", "$schema", "https://sync2-protocol.example/schema/report-2.json"],
])("a report with %s is invalid", (_, path, value) => {
  const [before, after] = [changed("nothing/here", undefined), changed(path, value)];
  expect(after).not.toEqual(before);
  expect([validate(before), validate(after)]).toEqual([true, false]);
});

test("the file holds the report, in a folder that need not exist", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sync2-report-"));
  try {
    const path = join(folder, "deep", "report.json");
    await writeJson(report(sampleResults()), path);
    const text = await readFile(path, "utf8");
    expect(JSON.parse(text)).toEqual(report(sampleResults()));
    expect(text.endsWith("}\n")).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
