import { Parser, Result } from "tap-parser";
import { describe, expect, test } from "vitest";
import { renderTap } from "../../report/formats/tap.ts";
import { visible } from "../../results/format-text.ts";
import type { Report } from "../../results/report-model.ts";
import { empty, good, mixed, NASTY, nasty, nastySentences, stale } from "../support/hostile-text.ts";
import { CURL, SENTENCES } from "../support/sample-report.ts";

/** What a parser makes of the report; anything that it does not know as TAP counts as an error. */
function parse(report: Report, sentences = SENTENCES as Record<string, { text: string; place: string }>) {
  const parser = new Parser({ strict: true });
  const points: Result[] = [];
  const bails: string[] = [];
  parser.on("assert", (point) => points.push(point));
  parser.on("bailout", (why) => bails.push(why));
  parser.end(renderTap(report, sentences));
  if (parser.results === null) throw new Error("no results");
  expect(bails).toEqual([]);
  // A strict parser counts what is no TAP as a failure of its own.
  expect(parser.failures.filter((failure) => !(failure instanceof Result))).toEqual([]);
  return {
    points: new Map(points.map((point) => [point.name, point])),
    all: points,
    results: parser.results,
  };
}

describe("a report of every kind of result", () => {
  const { points, all, results } = parse(mixed());
  const point = (name: string) => points.get(name);

  test("has a test point a rule, and one for what is wrong with the baseline", () => {
    expect(results).toMatchObject({ ok: false, count: 12, pass: 6, fail: 6, todo: 2, skip: 4 });
    expect(all[0]).toMatchObject({ ok: false, todo: false });
    expect(all[0]?.name).toContain("sync2-baseline.yaml:3: record.put.replaced passes now");
    expect(all.slice(1).map(({ name }) => name)).toEqual(mixed().results.map(({ rule }) => rule));
  });

  test("tells a violation as YAML", () => {
    const { ok, todo, time, diag } = point("record.put.created") ?? {};
    expect({ ok, todo, time }).toEqual({ ok: false, todo: false, time: 12 });
    expect(diag).toMatchObject({
      message: "The answer to a PUT that creates has another status.",
      level: "MUST",
      outcome: "violated",
    });
    expect(diag.details.split("\n")).toEqual(
      expect.arrayContaining([
        "A PUT that creates a record answers 201.",
        "expected  201",
        "> PUT /user/1/storage/bookmarks/a?x=1",
        `$ ${CURL}`,
      ]),
    );
  });

  test("fails for a broken check, and not for a known failure, a SHOULD or what is skipped", () => {
    expect(point("session.commit.atomic")).toMatchObject({ ok: false, todo: false });
    expect(point("record.put.known")).toMatchObject({
      ok: false,
      todo: "known failure: The disk is old. (https://issues.example/7, until 2027-01-31)",
    });
    expect(point("record.put.hint")?.todo).toMatch(/^SHOULD violated: /);
    expect(point("info.quota.null")).toMatchObject({
      ok: true,
      skip: "not applicable: The server has no quota.",
    });
    expect(point("session.begin.lease")?.skip).toBe("inconclusive: Sample reason for inconclusive.");
    expect(point("record.put.replaced")).toMatchObject({ ok: true, skip: false, todo: false });
  });
});

test.each([
  ["a good run", good(), true],
  [
    "a run with known failures alone",
    {
      ...good(),
      results: mixed().results.slice(-1),
      baseline: mixed().baseline && { file: "a", known: mixed().baseline?.known ?? [], problems: [] },
    } as Report,
    true,
  ],
  ["a run whose baseline is wrong", stale(), false],
  ["a run that shows nothing", empty(), false],
])("%s is told by the result as a whole", (_, report, ok) => {
  expect(parse(report).results.ok).toBe(ok);
});

test.each(NASTY)("stays what it is with %s", (_, content) => {
  const report = nasty(content);
  const { points, all, results } = parse(report, nastySentences(content));
  expect(results).toMatchObject({ count: report.results.length + 1, fail: 6, todo: 2, skip: 3 });
  expect(all.slice(1).map(({ name }) => name)).toEqual(report.results.map(({ rule }) => rule));
  const { message, details } = points.get("record.put.created")?.diag ?? {};
  expect(`reason: ${visible(content)}`.startsWith(message.replace(/…$/, ""))).toBe(true);
  expect(details.length).toBeLessThan(20_100);
  expect(renderTap(report, nastySentences(content))).not.toMatch(/[^\P{Cc}\t\n]|\u202E/u);
});
