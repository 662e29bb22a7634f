import { describe, expect, test } from "vitest";
import { parseBaseline } from "../../config/baseline-file.ts";
import { updateBaseline } from "../../config/baseline-update.ts";
import type { CheckOptions } from "../../config/library-options.ts";
import { check } from "../../index.ts";
import { publicToken } from "../../reference/authenticate.ts";
import type { Fault } from "../../reference/faults/fault.ts";
import { faults } from "../../reference/faults/index.ts";
import { startReference } from "../../reference/server.ts";
import { applyBaseline, type BaselineFile } from "../../results/apply-baseline.ts";
import type { Report } from "../../results/report-model.ts";
import { crashing, UNFINISHED, type Unfinish } from "../support/unfinished-servers.ts";

/** Seconds: on a busy machine no answer counts as lost. */
const LONG = 300;
const DAY = "2026-11-30";

/** Checks an unfinished server. */
async function checked(wrap: Unfinish, narrowed: Pick<CheckOptions, "only" | "through">): Promise<Report> {
  const server = await startReference({ wrap });
  const { endpoint } = server;
  try {
    return await check({ endpoint, token: publicToken("{account}"), wipe: true, timeout: LONG, ...narrowed });
  } finally {
    await server.close();
  }
}

/** All rules that did not pass, but for one. */
const failed = ({ results }: Report, but: string | null) =>
  results.filter(({ outcome, rule }) => outcome !== "passed" && rule !== but).map(({ rule }) => rule);

interface Case {
  only: string[];
  text: RegExp;
  rule: string | null;
}

/** Of each server the first cause, in a run that is narrowed to some rules which it holds back, and to some that pass. */
const CASES: Record<keyof typeof UNFINISHED, Case> = {
  "answers 200 {} to all": {
    only: ["path.unknown", "record.get", "info.configuration", "auth.hawk"],
    text: /the same answer, 200 with the body \{\}/,
    rule: "path.unknown",
  },
  "has records and configuration only": {
    only: ["record.get.ok", "info.configuration", "list.ids", "list.sort"],
    text: /^GET \/\{partition\}.* not there: each request is answered 404/,
    rule: "list.sort.newest",
  },
  "has no sessions": {
    only: ["record.get.ok", "session.begin.created", "session.begin.scope", "session.abort.ok"],
    text: /^POST \/sessions.* not there: each request is answered 404/,
    rule: "session.begin.created",
  },
  "has no configuration": {
    only: ["record.get.ok", "limit.payload", "session.begin.created"],
    text: /^GET \/info\/configuration is not there: each request is answered 404/,
    rule: "info.configuration.protocol",
  },
  "lists bare arrays": {
    only: ["record.get.ok", "list.ids", "list.newer"],
    text: /differ from the document in the same way: expected .*object/,
    rule: "partition.get.ids",
  },
  "sends no X-Weave-Timestamp": {
    only: ["record.get", "info.configuration"],
    text: /differ from the document in the same way: expected .*X-Weave-Timestamp/,
    rule: "header.timestamp.present",
  },
  "answers PUT without X-Last-Modified-Version": {
    only: ["record.get", "conditional.modified.unchanged"],
    text: /differ from the document in the same way: expected .*X-Last-Modified-Version/,
    rule: "header.version.present",
  },
  "sends all JSON as text": {
    only: ["record.get", "info.configuration", "collection.get"],
    text: /have a media type that the document does not define: expected Content-Type: application\/json; got Content-Type: text\/plain/,
    rule: "info.collections.version",
  },
  "takes no POST of lists": {
    only: ["auth.bearer", "record.get.ok", "batch.ok", "list.ids"],
    text: /POST \/\{partition\}.* not there: each request is answered 404/,
    rule: "batch.ok",
  },
};

describe("a report begins with the cause of a server that", () => {
  test.concurrent.each(Object.entries(CASES))("%s", async (name, { only, text, rule }) => {
    const report = await checked(UNFINISHED[name as keyof typeof UNFINISHED], { only });
    const [first] = report.causes ?? [];
    expect(first).toMatchObject({ text: expect.stringMatching(text), rule });
    // What it holds back is all that failed: each of the rules passes on a server that lacks nothing.
    expect(first?.rules.toSorted()).toEqual(failed(report, rule).toSorted());
    expect(
      report.results.flatMap(({ exchanges }) => exchanges).some(({ id }) => id === first?.exchange),
    ).toBe(true);
  });

  test.concurrent("crashes", async () => {
    const report = await checked(crashing(60), { only: ["record.get", "record.body"] });
    expect(report.causes?.[0]).toMatchObject({ key: "no answer", rule: null });
    expect(report.causes?.[0]?.rules.toSorted()).toEqual(failed(report, null).toSorted());
  });
});

/** The baseline that `sync2 baseline --write` makes of a report. */
function baselineOf(report: Report): BaselineFile {
  const { text } = updateBaseline(null, report, { file: "b.yaml", reason: "not written yet", day: DAY });
  return parseBaseline(text, "b.yaml");
}

/** One more fault: of a rule whose check needs nothing that the server lacks. */
const plantedIn = (name: string) =>
  name === "answers PUT without X-Last-Modified-Version" ? "record.created" : "record.changed";

describe("a baseline accepts the consequences of what is known of a server that", () => {
  // One that answers all alike has no room for one more fault.
  const { "answers 200 {} to all": alike, ...others } = CASES;

  test.concurrent.each(Object.entries(others))("%s, and no further fault", async (name, { only }) => {
    const unfinished = UNFINISHED[name as keyof typeof UNFINISHED];
    const planted = plantedIn(name);
    const narrowed = { only: [...only, planted] };
    const first = await checked(unfinished, narrowed);
    expect(first.verdict).toBe("fail");
    const baseline = baselineOf(first);
    const same = applyBaseline(first, baseline, DAY);
    expect(same).toMatchObject({ verdict: "pass", baseline: { problems: [] } });
    const { known = [], heldBack = [] } = same.baseline ?? {};
    expect([...known.map(({ rule }) => rule), ...heldBack].toSorted()).toEqual(
      failed(first, null).toSorted(),
    );

    const { handler = (next) => next }: Fault = faults[planted];
    const worse = await checked((next) => unfinished(handler(next)), narrowed);
    expect(applyBaseline(worse, baseline, DAY).verdict).toBe("fail");
    expect(worse.results.find(({ rule }) => rule === planted)?.outcome).toBe("violated");
  });

  test.concurrent("answers 200 {} to all", async () => {
    const first = await checked(UNFINISHED["answers 200 {} to all"], { only: alike.only });
    expect(applyBaseline(first, baselineOf(first), DAY).verdict).toBe("pass");
  });

  test.concurrent("crashes, now sooner and now later", async () => {
    const narrowed = { only: ["record.get", "record.body"] };
    const baseline = baselineOf(await checked(crashing(60), narrowed));
    const next = applyBaseline(await checked(crashing(50), narrowed), baseline, DAY);
    expect(next).toMatchObject({ verdict: "pass", baseline: { problems: [] } });
    expect(next.baseline?.heldBack?.length).toBeGreaterThan(0);
  });
});
