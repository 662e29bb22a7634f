import { beforeAll, describe, expect, test } from "vitest";
import { type Rule, type RuleId, rules } from "../../../generated/rules.ts";
import { type ReferenceRun, runReference } from "../reference-run.ts";
import { walkthroughOf } from "../rules/check-walkthrough.ts";
import { rulesPart } from "../rules/rules-part.ts";
import type { Page, Part } from "../site-model.ts";

let run: ReferenceRun;
let part: Part;
beforeAll(async () => {
  run = await runReference({
    only: ["record.created", "record.get.missing", "auth.bad", "quota.full", "race.update.not-lost"],
  });
  part = await rulesPart(run);
});

const ALL: Readonly<Record<RuleId, Rule>> = rules;
const IDS = Object.keys(rules) as RuleId[];

function page(path: string): Page {
  const found = part.pages.find((each) => each.path === path);
  if (!found) throw new Error(`there is no ${path}`);
  return found;
}

const source = (path: string) => String(page(path).body);
const pageOf = (id: RuleId) => source(`rules/${id}.html`);

/** What a reader sees. */
function seen(markup: string): string {
  const text = markup.replaceAll(/<(?:p|li|h\d|dt|dd|section|pre)\b[^>]*>/g, "\n").replaceAll(/<[^>]+>/g, "");
  const plain = text
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
  return plain.replaceAll(/[ \t]+/g, " ").replaceAll(/\s*\n\s*/g, "\n");
}

function section(id: RuleId, title: string): string {
  const [, after = ""] = seen(pageOf(id)).split(`\n${title}\n`);
  return after;
}

test("each rule has its page, its line in the catalogue, and is found", () => {
  expect(part.pages.map(({ path }) => path).sort()).toEqual(
    ["rules/index.html", ...IDS.map((id) => `rules/${id}.html`)].sort(),
  );
  expect(part.entries.map(({ title, href, kind }) => [title, href, kind])).toEqual(
    IDS.map((id) => [id, `rules/${id}.html`, "rule"]),
  );
  const catalogue = source("rules/index.html");
  for (const id of IDS) {
    expect(catalogue).toContain(`<li id="${id}"`);
    const text = seen(pageOf(id));
    expect(text.replace(/\n.*/s, ""), id).toBe("");
    expect(text, id).toContain(`\n${id}\n${ALL[id].level} ${id.split(".")[0]}`);
    expect(text, id).toContain(`\n${ALL[id].text.replaceAll("`", "")}\n`);
    expect(text, id).toContain("\nWhere it applies\n");
  }
});

test("a page stays small", () => {
  for (const { path, body } of part.pages.filter((each) => each.path !== "rules/index.html"))
    expect(Buffer.byteLength(String(body)), path).toBeLessThan(30_000);
});

test("the navigation has one link for each area, and each leads to a heading", () => {
  const [nav] = part.nav;
  const areas = [...new Set(IDS.map((id) => id.split(".")[0]))];
  expect(nav?.items?.map(({ title }) => title)).toEqual(areas);
  for (const { href } of nav?.items ?? [])
    expect(source("rules/index.html")).toContain(`<h2 id="${href.split("#")[1]}">`);
});

describe("where a rule applies", () => {
  test("is every use of the component beside which it stands", () => {
    expect(section("record.created", "Where it applies")).toMatch(
      /^To the response of\n\/\{partition\}\/\{collection\}\/\{id\} (?:POST 201 PUT 201|PUT 201 POST 201)\s/,
    );
    expect(pageOf("record.created")).toContain('href="../reference.html#/records/putrecord"');
  });

  test("says what it takes to be checked", () => {
    expect(seen(pageOf("quota.full"))).toContain("It applies where accounts have a quota.");
    expect(seen(pageOf("message.list.pending"))).toContain(
      "It is checked in the scenario message: accounts have messages",
    );
  });
});

describe("what a check does", () => {
  test("is told request by request, as the run showed it", () => {
    expect(section("record.created", "What the check does")).toMatch(
      new RegExp(
        [
          "^The check is run for /control and for /storage, on an empty account\\.",
          "On the reference server, for /storage, this came to 11 requests:",
          "PUT /storage/c/put →answered 201",
          '{"payload":"x"}',
          "must answer 201",
          "The same for POST /storage/c/post",
          "GET /storage/c/put →answered 200",
          "must answer 200",
          "The same for GET /storage/c/post",
          "DELETE /storage/c/put →answered 204",
          "set-up has to succeed",
          "The same for DELETE /storage/c/post",
          "PUT /storage/c/put →answered 201",
          '{"payload":"x"}',
          "must answer 201",
          "The same for POST /storage/c/post",
          "DELETE /storage/c →answered 204",
          "set-up has to succeed",
          "PUT /storage/c/put →answered 201",
          '{"payload":"x"}',
          "must answer 201",
          "The same for POST /storage/c/post",
          "Its source is conformance/checks/record/index\\.ts:\\d+\\.",
        ].join("\\s*"),
      ),
    );
  });

  test("tells set-up from what the rule asks for", () => {
    expect(section("record.get.missing", "What the check does")).toMatch(
      /PUT \/storage\/c\/a →answered 201\s*\{"payload":"x"\}\s*set-up has to succeed, gives a version to compare with\n/,
    );
  });

  test("has its decisive exchange, as an example server would have it", () => {
    expect(section("record.created", "A correct exchange")).toMatch(
      /^PUT \/2\.0\/1001\/storage\/c\/put HTTP\/1\.1\nHost: sync\.example\.test\nAuthorization: Bearer \[token\]\nContent-Type: application\/json\n\{"payload":"x"\}\nHTTP\/1\.1 201 Created\n/,
    );
  });

  test("has the fault that proves it, where both are written, and how to run it", () => {
    const text = seen(pageOf("record.created"));
    expect(text).toMatch(/\nA server that answers 204 to any POST of a record\./);
    expect(text).toMatch(/conformance\/reference\/faults\/record\/index\.ts:\d+/);
    expect(text).toContain("\nnpx sync2-protocol check --only record.created\n");
  });

  test("is a reason where there is no check", () => {
    const [untestable] = IDS.filter((id) => ALL[id].untestable !== undefined);
    const text = seen(pageOf(untestable as RuleId));
    expect(text).toContain(
      `No black box can check it. ${ALL[untestable as RuleId].untestable?.replaceAll("`", "")}`,
    );
    expect(text).not.toContain("npx sync2");
  });
});

test("no page tells the origin, the accounts, or a token of the run", () => {
  const exchanges = run.report.results.flatMap((result) => result.exchanges);
  const [origin] = exchanges.map(({ request }) => new URL(request.url).host);
  const accounts = new Set(
    exchanges.flatMap(({ request }) => /\/2\.0\/([^/?]+)/.exec(request.url)?.[1] ?? []),
  );
  expect(accounts.size).toBeGreaterThan(5);
  for (const { path, body } of part.pages) {
    const text = String(body);
    for (const secret of [origin as string, ...accounts]) expect(text, path).not.toContain(secret);
    expect(text, path).not.toMatch(/Bearer (?!\[token)[\w-]{8}|127\.0\.0\.1|localhost/);
  }
});

test("the guide and the wishes that a rule serves are named", () => {
  expect(pageOf("record.created")).toContain(
    '<a href="../guide/migrating-from-1.5.html#statuses">Migrating from Sync 1.5: Statuses</a>',
  );
  const text = pageOf("session.begin.created");
  expect(text).toContain('href="../guide/wishlist.html#line-by-line"');
  expect(text).toContain("&quot;Sessions. The client has a concept of beginning and ending a sync&quot;");
});

test("a run without notes still has its requests", () => {
  const result = run.report.results.find((each) => each.rule === "record.created");
  const story = walkthroughOf(result, ALL["record.created"], { ...run, notes: {} });
  expect(story?.requests).toBe(11);
  expect(story?.exchange).toContain("HTTP/1.1 201 Created");
  expect(JSON.stringify(story)).not.toContain("must answer");
});
