import { expect, test } from "vitest";
import { renderHtml } from "../../report/render-html.ts";
import type { Baseline, KnownFailure, RuleResult } from "../../results/report-model.ts";
import { verdict } from "../../results/verdict.ts";
import { asRule, HOSTILE, report, result, violated } from "../support/sample-report.ts";

function known(rule: string, more: Partial<KnownFailure> = {}): KnownFailure {
  return {
    rule: asRule(rule),
    reason: "The storage is being rewritten.",
    issue: null,
    expires: null,
    ...more,
  };
}

function render(results: RuleResult[], baseline: Partial<Baseline>): string {
  const whole: Baseline = { file: "sync2-baseline.yaml", known: [], problems: [], ...baseline };
  return renderHtml(report(results, { baseline: whole, verdict: verdict(results, whole) }), {});
}

/** The opening tag of a rule's entry. */
function tag(page: string, rule: string): string {
  return new RegExp(`<details class="rule" id="${rule.replaceAll(".", "\\.")}"[^>]*>`).exec(page)?.[0] ?? "";
}

test("a known failure stands apart, is not red, and says why it is accepted", () => {
  const issue = "https://tracker.example/412";
  const page = render([violated("record.put.created"), result("a.b.c", "passed")], {
    known: [known("record.put.created", { issue, expires: "2027-01-31" })],
  });
  expect(page).toContain('data-verdict="pass"');
  expect(page).toContain("No binding rule is violated. 1 known failure.");
  expect(page).toContain('<h2 id="known">Known failures');
  expect(page).toContain("The storage is being rewritten.");
  expect(page).toContain('until <time datetime="2027-01-31">');
  expect(page).toContain(`<a href="${issue}" rel="noreferrer">tracker.example/412</a>`);
  expect(tag(page, "record.put.created")).toMatch(
    /data-outcome="known" data-tone="known".* data-level="MUST" >/,
  );
  expect(page).toContain('<li data-outcome="known" data-count="1"><a href="#outcome=known">');
  expect(page).toContain('<li data-outcome="violated" data-count="0">');
  expect(page).not.toContain("Look at these first");
});

test("what is not in the baseline is red as ever, and comes first", () => {
  const page = render([violated("a.b.c"), violated("b.c.d")], { known: [known("a.b.c")] });
  expect(page).toContain("1 binding rule violated. 1 known failure.");
  expect(tag(page, "b.c.d")).toMatch(/data-outcome="violated" .* open>/);
  expect(page.indexOf('<details class="rule" id="b.c.d"')).toBeLessThan(
    page.indexOf('<details class="rule" id="a.b.c"'),
  );
});

test("what is wrong with the baseline stands in the banner", () => {
  const page = render([result("a.b.c", "passed")], {
    problems: [{ rule: "a.b.c", line: 12, message: "a.b.c passes now: remove lines 12 to 15." }],
  });
  const banner = page.slice(page.indexOf("<header>"), page.indexOf("</header>"));
  expect(banner).toContain('data-verdict="fail"');
  expect(banner).toContain("No binding rule is violated. 1 problem with the baseline.");
  expect(banner).toContain("What is wrong with sync2-baseline.yaml");
  expect(banner).toMatch(/line 12<\/span>\s*<span>a\.b\.c passes now: remove lines 12 to 15\./);
});

test.each(["javascript:alert(1)", "http://tracker.example/1", "data:text/html,x", HOSTILE.markup])(
  "an issue at %s is no link",
  (issue) => {
    const page = render([violated("a.b.c")], { known: [known("a.b.c", { issue })] });
    for (const [, target] of page.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#/);
  },
);

test("hostile text in a baseline stays text", () => {
  const bad = `${HOSTILE.markup}${HOSTILE.terminal}`;
  const page = render([violated("a.b.c")], {
    file: bad,
    known: [known("a.b.c", { reason: bad, issue: bad, expires: bad })],
    problems: [{ rule: bad, line: 1, message: bad }],
  });
  expect(page).not.toContain("<img");
  expect(page.match(/<\/?script>/g)).toEqual(["<script>", "</script>"]);
  expect(page).not.toMatch(/[^\P{Cc}\t\n]|\u202E/u);
});

test("without a baseline nothing is said of one", () => {
  const page = renderHtml(report([violated("a.b.c")]), {});
  expect(page).not.toMatch(/known failure|data-outcome="known" |id="known"/i);
});
