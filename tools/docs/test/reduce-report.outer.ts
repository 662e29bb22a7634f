import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { beforeAll, expect, test } from "vitest";
import { faults } from "../../../conformance/reference/faults/index.ts";
import { judgeReference } from "../../../conformance/reference/faults/matrix.ts";
import {
  type Overlay,
  type OverlayResponse,
  overlay,
} from "../../../conformance/results/overlay/document-overlay.ts";
import schema from "../../../conformance/results/report.schema.json" with { type: "json" };
import type { Report } from "../../../conformance/results/report-model.ts";
import { broke, passed, reportOf, seen, without } from "../../../conformance/test/report/document-sample.ts";
import { body } from "../../../conformance/test/support/sample-report.ts";
import { reduceReport } from "../results/reduce-report.ts";

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const validate = ajv.compile(schema);

/** All colours, without the counts behind them. */
function colours({ rows, anywhere, elsewhere, unknown, notRun, foreign }: Overlay): unknown {
  const ofCell = ({ state, violated }: OverlayResponse["own"]) => ({ state, violated });
  const of = ({ state, own, fields }: OverlayResponse) => ({
    state,
    own: ofCell(own),
    fields: [...fields].map(([name, cell]) => [name, ofCell(cell)]),
  });
  return {
    rows: rows.map(({ responses, violated }) => [
      [...responses].map(([status, it]) => [status, of(it)]),
      violated,
    ]),
    anywhere: anywhere.map(({ cell }) => ofCell(cell)),
    ...{ elsewhere, unknown: unknown.map(({ rule }) => rule), notRun, foreign: [...foreign.keys()] },
  };
}

let run: Report;

beforeAll(async () => {
  run = reportOf([
    await judgeReference("header.timestamp.present", faults["header.timestamp.present"]),
    await judgeReference("info.quota.usage", null),
    await judgeReference("header.store.present", faults["header.store.present"]),
    passed("record.teleport", [seen("record.teleport#1", "teleportRecord", 200)]),
  ]);
});

test("it has far fewer exchanges, and colours the same", () => {
  const small = reduceReport(run);
  expect(run.summary.violated).toBe(2);
  expect(colours(overlay(small))).toEqual(colours(overlay(run)));
  expect(overlay(small).exchanges).toBeLessThan(overlay(run).exchanges / 2);
  expect(small.timing).toEqual(run.timing);
});

test("an exchange stays that alone shows a header field, and a second one of the same does not", () => {
  const bare = seen("a#1", "getInfoQuota", 200, { fields: without("X-Weave-Store") });
  const more = [seen("a#2", "getInfoQuota", 200), seen("a#3", "getInfoQuota", 200)];
  const report = reportOf([passed("info.quota.usage", [bare, ...more])]);
  expect(reduceReport(report).results[0]?.exchanges.map(({ id }) => id)).toEqual(["a#1", "a#2"]);
  expect(colours(overlay(reduceReport(report)))).toEqual(colours(overlay(report)));
});

test("it keeps the schema, and the run stays as it is", () => {
  const before = structuredClone(run);
  validate(reduceReport(run));
  expect(validate.errors).toBeNull();
  expect(run).toEqual(before);
});

test("each violation keeps the exchange that shows it, however many show the same", () => {
  const same = [1, 2, 3].map((n) => seen(`a#${n}`, "getInfoQuota", 200));
  const [first, second, third] = same;
  const results = [passed("a.a", [first, second] as typeof same), broke("record.head", third ?? null)];
  expect(
    reduceReport(reportOf(results)).results.map(({ exchanges }) => exchanges.map(({ id }) => id)),
  ).toEqual([["a#1"], ["a#3"]]);
});

test("bodies are cut between characters, and say so", () => {
  const long = seen("a#1", "getInfoQuota", 200);
  long.request.body = body("short");
  if (long.response) long.response.body = body(`${"a".repeat(159)}😀${"b".repeat(5000)}`);
  const [kept] = reduceReport(reportOf([passed("a.a", [long])])).results[0]?.exchanges ?? [];
  expect(kept?.request.body).toEqual(body("short"));
  expect(kept?.response?.body).toMatchObject({ text: "a".repeat(159), truncated: true, bytes: 5163 });
});
