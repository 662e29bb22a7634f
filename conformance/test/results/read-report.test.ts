import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { UsageError } from "../../results/errors.ts";
import { readReport } from "../../results/read-report.ts";
import { writeJson } from "../../results/write-report.ts";
import { inconsistent, report, sampleResults } from "../support/sample-report.ts";

const folder = mkdtempSync(join(tmpdir(), "sync2-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const sample = report([...sampleResults(), inconsistent("model.store.sequential")], {
  baseline: {
    file: "sync2-baseline.yaml",
    known: [{ rule: sampleResults()[2]?.rule as never, reason: "soon", issue: null, expires: "2027-01-31" }],
    problems: [{ rule: "a.b.c", line: 3, message: "It passes. Remove line 3." }],
  },
});

/** The message that a file of this text is refused with. */
function refusal(text: string | null, name = "report.json"): string {
  const path = join(folder, name);
  if (text !== null) writeFileSync(path, text);
  try {
    readReport(path);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message.replace(`${path}: `, "<file>: ");
  }
  throw new Error("it was not refused");
}

test("what was written is read", async () => {
  const path = join(folder, "good.json");
  await writeJson(sample, path);
  expect(readReport(path)).toEqual(sample);
});

test("a byte order mark is no reason to refuse", () => {
  const path = join(folder, "marked.json");
  writeFileSync(path, `\uFEFF${JSON.stringify(sample)}`);
  expect(readReport(path)).toEqual(sample);
});

test.each<[string, string | null, RegExp]>([
  ["that is missing", null, /^<file>: there is no such file\. "sync2 check" writes/],
  ["that is empty", " \n", /^<file>: is empty\. "sync2 check" writes/],
  ["that is no JSON", "secret-7f3a", /^<file>: is not JSON, or is cut off\. Name a report\.json/],
  ["that ends early", JSON.stringify(sample).slice(0, -9), /^<file>: is not JSON, or is cut off\./],
  ["of another kind", '{"token":"secret-7f3a"}', /^<file>: is not a report of this suite\. Name the/],
  ["that holds null", "null", /^<file>: is not a report of this suite\./],
  ["that holds a list", "[]", /^<file>: is not a report of this suite\./],
])("a file %s is refused with reason and next step", (_, text, message) => {
  const said = refusal(text, `${message.source.length}.json`);
  expect(said).toMatch(message);
  expect(said).not.toContain("secret-7f3a");
});

test("a folder is refused", () => {
  mkdirSync(join(folder, "kept"));
  expect(refusal(null, "kept")).toMatch(/^<file>: is a folder: name the report\.json in it\./);
});

test("a report of another format is refused, and says which and whose it is", () => {
  const other = { ...sample, $schema: sample.$schema.replace("report-1", "report-7") };
  const said = refusal(JSON.stringify({ ...other, suite: { ...sample.suite, version: "9.9.9\x1b[31m" } }));
  expect(said).toBe(
    "<file>: is a report of another format, 7 instead of 1, written by release 9.9.9\\x1b[31m. " +
      'Read it with the release that wrote it; "sync2 check" writes a new one.',
  );
});

test("a header value that no run of this suite keeps is refused, and says where", () => {
  const long = structuredClone(sample);
  const exchange = long.results
    .flatMap(({ exchanges }) => exchanges)
    .find(({ response }) => response !== null);
  exchange?.response?.headers.push(["X-A", "x".repeat(1_048_577)]);
  expect(refusal(JSON.stringify(long))).toMatch(
    /response\.headers\.\d+\.1: must NOT have more than 1048576 characters/,
  );
});

test("a report that departs from the schema is refused, and says where", () => {
  const { baseline: _, ...older } = sample;
  expect(refusal(JSON.stringify(older))).toMatch(
    /^<file>: is not a valid report: at the top level: must have required property 'baseline' \(written by release 0\.1\.0\)/,
  );
  const results = sample.results.map((result) => ({ ...result, durationMs: -1 }));
  expect(refusal(JSON.stringify({ ...sample, results }))).toMatch(/at results\.0\.durationMs: must be >= 0/);
});

test("a large report is read whole", async () => {
  const [first] = sample.results[2]?.exchanges ?? [];
  if (first === undefined) throw new Error("no exchange");
  const exchanges = Array.from({ length: 40_000 }, (_, n) => ({ ...first, id: `a.b.c#${n}` }));
  const large = report([{ ...sample.results[3], exchanges } as (typeof sample.results)[0]]);
  const path = join(folder, "large.json");
  await writeJson(large, path);
  expect(readReport(path).results[0]?.exchanges).toHaveLength(40_000);
});
