import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { renderHtml } from "../../report/render-html.ts";
import { OUTCOMES } from "../../results/report-model.ts";
import {
  asRule,
  body,
  exchange,
  HOSTILE,
  inconsistent,
  report,
  result,
  SENTENCES,
  sampleResults,
  violated,
} from "../support/sample-report.ts";

const page = renderHtml(report(sampleResults()), SENTENCES);

/** The part of the page about one rule. */
function entry(html: string, rule: string): string {
  const start = html.indexOf(`<details class="rule" id="${rule}"`);
  const end = html.indexOf('<details class="rule"', start + 1);
  return start < 0 ? "" : html.slice(start, end < 0 ? html.indexOf("</main>") : end);
}

function content(tag: "script" | "style"): string {
  return page.split(`<${tag}>`)[1]?.split(`</${tag}>`)[0] ?? "";
}

test("what a server sent stays text", () => {
  expect(page).not.toContain("<img");
  expect(page).toContain("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
  expect(page.match(/<\/?script>/g)).toEqual(["<script>", "</script>"]);
  expect(page).not.toMatch(/[^\P{Cc}\t\n]|\u202E/u);
  expect(page).toContain("\\x1b[31mred");
});

test("hostile text in every other place stays text, too", () => {
  const bad = HOSTILE.markup;
  const hostile = violated("record.put.created");
  const odd = exchange(`record.put.created#${bad}`, bad, bad, null);
  Object.assign(odd, {
    operation: bad,
    error: bad,
    findings: [{ rule: asRule(bad), expected: bad, got: bad }],
  });
  odd.request.headers.push([bad, bad]);
  odd.request.body = { ...body(bad), truncated: true };
  hostile.exchanges.push(odd);
  if (hostile.violation) Object.assign(hostile.violation, { exchange: odd.id, curl: bad, expected: bad });
  const all = report([hostile, result(`"${bad}'.x`, "passed")], {
    suite: { name: bad, version: bad, document: bad },
    target: { endpoint: bad, accounts: bad },
    startedAt: bad,
    only: [bad],
  });
  const html = renderHtml(all, { "record.put.created": { text: bad, place: bad } });
  expect(html).not.toContain("<img");
  expect(html.match(/<\/?script>/g)).toEqual(["<script>", "</script>"]);
});

test("the policy forbids all but the page's own style and script", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&#39;", "'");
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  expect(policy?.split("; ")).toEqual([
    "default-src 'none'",
    `style-src ${hash(content("style"))}`,
    `script-src ${hash(content("script"))}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test("the page needs nothing from elsewhere", () => {
  const tags = page.match(/<[a-z][^>]*>/g) ?? [];
  for (const tag of tags) expect(tag).not.toMatch(/ (src|srcset|style|action|on\w+)=|^<(link|base|iframe)/);
  expect(content("style")).not.toMatch(/@import|url\(/);
  for (const [, target] of page.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#/);
});

test("the banner and the counts say what came out", () => {
  expect(page).toMatch(/data-verdict="fail">\n<p class="word"><span aria-hidden="true">✕<\/span> fail</);
  expect(page).toContain("not complete: 2 rules untested, 1 rule inconclusive, 1 rule broken");
  expect(page).toContain('<time datetime="2025-06-01T12:00:00.250Z">2025-06-01 12:00:00 UTC</time>');
  for (const outcome of OUTCOMES) expect(page).toContain(`<li data-outcome="${outcome}" data-count="`);
});

test("coverage has seven rows, with what was not seen", () => {
  const start = page.indexOf("<table>");
  const table = page.slice(start, page.indexOf("</table>", start));
  expect(table).toContain("<caption>");
  expect(table.match(/<th scope="row">/g)).toHaveLength(7);
  expect(table).toContain("<code>GET /info/quota 304</code>");
});

test("what did not pass is open and comes first, in its area and with its area", () => {
  const rules = [...page.matchAll(/<details class="rule" id="([^"]*)"[^>]*>/g)];
  expect(rules.map(([, rule]) => rule)).toEqual([
    "record.put.created",
    "record.put.hint",
    "record.put.replaced",
    "session.commit.atomic",
    "session.begin.lease",
    "maintenance.backoff.sent",
    "maintenance.retry.after",
    "info.quota.null",
    "info.quota.json",
  ]);
  for (const [tag] of rules) expect(/ open>$/.test(tag)).toBe(!tag.includes('data-outcome="passed"'));
});

test("a violated rule shows its sentence, its evidence and how to repeat it", () => {
  const html = entry(page, "record.put.created");
  expect(html).toContain("A PUT that creates a record answers 201.");
  expect(html).toContain("<dt>Expected</dt><dd>201</dd>");
  expect(html).toContain('<a href="#record.put.created%232">');
  expect(html).toContain('<li id="record.put.created#2"><details class="exchange" open>');
  expect(html).toContain('<pre class="curl">curl -i -sS -X PUT --path-as-is -H &#39;');
  expect(html).toContain("authorization: Bearer [redacted]");
  expect(html).toContain("{&quot;payload&quot;:&quot;a&quot;}");
});

test("a sentence may hold code, which is text like any other", () => {
  const sentence = { text: "A `GET` of `<b>` answers `304.", place: "#/a~1b" };
  const html = renderHtml(report([result("a.b.c", "passed")]), { "a.b.c": sentence });
  expect(html).toContain("A <code>GET</code> of <code>&lt;b&gt;</code> answers `304.");
});

test("a passed rule has a line an exchange, unless a violation points there", () => {
  const brief = entry(page, "info.quota.json");
  expect(brief).toContain("200 OK");
  expect(brief).toContain("14 bytes");
  expect(brief).not.toContain("<pre");

  const shown = exchange("info.quota.json#1", "GET", "info/quota", 200);
  const passed = result("info.quota.json", "passed", {
    exchanges: [shown, exchange("info.quota.json#2", "GET", "info/quota", 200)],
  });
  const violation = { exchange: shown.id, expected: "a", got: "b", curl: null, script: null };
  const pointing = result("header.store.present", "violated", { violation });
  const html = renderHtml(report([passed, pointing]), {});
  expect(entry(html, "info.quota.json").match(/<pre>/g)).toHaveLength(2);
  expect(entry(html, "header.store.present")).toContain('<a href="#info.quota.json%231">');
});

test("a violation that was not seen each time says so, and shows the requests that lead there", () => {
  const html = renderHtml(report([inconsistent("model.store.sequential")]), {});
  expect(html).toContain("1 rule violated now and then.");
  const shown = entry(html, "model.store.sequential");
  expect(shown).toContain('data-outcome="inconsistent"');
  expect(shown).toContain("violated in 1 of 3 attempts (2 passed)");
  expect(shown).toContain('<pre class="script">1. client a: PUT /storage/c/a -&gt; 201\n2. client b:');
});

test("of a search that made thousands of exchanges those up to the violation are in full, and what is left out is counted", () => {
  const exchanges = Array.from({ length: 500 }, (_, n) => exchange(`a.b.c#${n + 1}`, "GET", "storage", 200));
  const shown = (evidence: string) => {
    const violation = { exchange: evidence, expected: "a", got: "b", curl: null, script: null };
    const html = entry(
      renderHtml(report([result("a.b.c", "violated", { violation, exchanges })]), {}),
      "a.b.c",
    );
    const full = [...html.matchAll(/id="a\.b\.c#(\d+)"><details class="exchange"/g)].map(([, n]) =>
      Number(n),
    );
    return { full, all: html.match(/id="a\.b\.c#\d+"/g), gaps: html.match(/… \d+ left out/g) };
  };
  const late = shown("a.b.c#400");
  expect(late.full).toEqual(Array.from({ length: 200 }, (_, n) => 211 + n));
  expect(late.all).toHaveLength(3 + 200 + 5);
  expect(late.gaps).toEqual(["… 207 left out", "… 85 left out"]);
  expect(shown("a.b.c#5").full).toEqual(Array.from({ length: 200 }, (_, n) => 1 + n));
  expect(shown("other.rule#1").full.at(-1)).toBe(500);
});

test("of a rule that passed the first and the last exchanges have a line, and what a violation points at is in full", () => {
  const exchanges = Array.from({ length: 30 }, (_, n) => exchange(`a.b.c#${n + 1}`, "GET", "storage", 200));
  const violation = { exchange: "a.b.c#12", expected: "a", got: "b", curl: null, script: null };
  const html = entry(
    renderHtml(
      report([result("a.b.c", "passed", { exchanges }), result("b.c.d", "violated", { violation })]),
      {},
    ),
    "a.b.c",
  );
  const numbers = [...html.matchAll(/id="a\.b\.c#(\d+)"/g)].map(([, n]) => Number(n));
  expect(numbers).toEqual([1, 2, 3, 12, 26, 27, 28, 29, 30]);
  expect(html.match(/<details class="exchange"/g)).toHaveLength(1);
  expect(html.match(/… \d+ left out here, see report\.json/g)).toHaveLength(2);
  expect(html).toContain("30 exchanges");
});

test("a line says where the contract layer noticed something", () => {
  const odd = exchange("a.b.c#1", "GET", "storage", 200);
  odd.findings.push({ rule: asRule("header.store.present"), expected: "a", got: "b" });
  const html = renderHtml(report([result("a.b.c", "passed", { exchanges: [odd] })]), {});
  expect(entry(html, "a.b.c")).toContain("departs from header.store.present");
});

test("many rules that did not pass share what is shown in full", () => {
  const results = Array.from({ length: 300 }, (_, n) => {
    const rule = `a.b.n${n}`;
    const exchanges = Array.from({ length: 100 }, (_, k) => exchange(`${rule}#${k}`, "GET", "storage", 200));
    return result(rule, "broken", { exchanges });
  });
  const html = renderHtml(report(results), {});
  expect(html.match(/<details class="exchange"/g)).toHaveLength(300 * 5);
});

test("a rule links to its page where the documentation stands, if that is known", () => {
  const results = [result("a.b.c", "passed")];
  const page = (docs: string | null) => entry(renderHtml(report(results), {}, { docs }), "a.b.c");
  expect(page("https://docs.example/sync")).toContain(
    '<a href="https://docs.example/sync/rules/a.b.c.html" rel="noreferrer">a.b.c in the documentation</a>',
  );
  expect(page(null)).not.toContain("documentation");
  expect(page("javascript:alert(1)")).not.toContain("documentation");
});

test("a run of 1500 exchanges makes a page below a megabyte", () => {
  const exchanges = (rule: string) =>
    Array.from({ length: 10 }, (_, n) => {
      const get = exchange(`${rule}#${n}`, "GET", "storage/bookmarks/a", 200);
      if (get.response) get.response.body = body("a".repeat(4096));
      return get;
    });
  const results = Array.from({ length: 150 }, (_, n) =>
    result(`record.many.n${n}`, "passed", { exchanges: exchanges(`record.many.n${n}`) }),
  );
  expect(renderHtml(report(results), {}).length).toBeLessThan(1_000_000);
});
