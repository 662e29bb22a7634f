import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { RuleResult } from "../../results/report-model.ts";
import { ExchangeSpool } from "../../runner/assemble/exchange-spool.ts";
import { exchange, result } from "../support/sample-report.ts";

function sample(rule: string, count: number): RuleResult {
  const exchanges = Array.from({ length: count }, (_, index) =>
    exchange(`${rule}#${index + 1}`, "GET", `/storage/${"é".repeat(index)}`, 200),
  );
  return { ...result(rule, "passed"), exchanges };
}

function made(): ExchangeSpool {
  const spool = ExchangeSpool.make();
  if (!spool) throw new Error("there is no temporary folder");
  return spool;
}

const ALL = [sample("record.created", 0), sample("record.head", 3), sample("record.get.ok", 6)];

test("results come back with their exchanges, in whatever order they are asked for", () => {
  const spool = made();
  const kept = ALL.map((each) => spool.store(each));
  for (const index of [2, 0, 1, 1]) expect(kept[index]?.exchanges).toEqual(ALL[index]?.exchanges);
  expect(JSON.parse(JSON.stringify(kept))).toEqual(JSON.parse(JSON.stringify(ALL)));
  expect({ ...kept[1] }).toEqual(ALL[1]);
});

test("what is kept later does no harm to what was kept before", () => {
  const spool = made();
  const [first] = ALL.slice(1).map((each) => spool.store(each));
  expect(first?.exchanges).toHaveLength(3);
  const last = spool.store(sample("version.rises", 9));
  expect([first?.exchanges.length, last.exchanges.length]).toEqual([3, 9]);
});

test("nothing of it can be found", () => {
  const folder = mkdtempSync(join(tmpdir(), "sync2-test-"));
  vi.stubEnv("TMPDIR", folder);
  try {
    const kept = made().store(sample("record.head", 3));
    expect(readdirSync(folder)).toEqual([]);
    expect(kept.exchanges).toHaveLength(3);
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});

test("without a temporary folder there is none", () => {
  vi.stubEnv("TMPDIR", "/nowhere/at/all");
  expect(ExchangeSpool.make()).toBeUndefined();
  vi.unstubAllEnvs();
});
