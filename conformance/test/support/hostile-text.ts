/** Texts that try to deceive a reader or a program, and a run full of them. */
import type { Report, RuleResult } from "../../results/report-model.ts";
import { verdict } from "../../results/verdict.ts";
import { asRule, exchange, inconsistent, report, result, sampleResults, violated } from "./sample-report.ts";

/** What a server may send in the hope that a reader of the report, or a machine, takes it for something else. */
export const NASTY: readonly [name: string, text: string][] = [
  ["markup", "</failure><img src=x onerror=alert(1)>&lt;&#60;&amp;\"'"],
  ["ends of CDATA and comments", "]]><![CDATA[ --> --!> */ <!--"],
  ["control characters", "a\0\x01\x0b\x1b[31m\x7f\x9b\tb"],
  ["lone surrogates", "a\uD800b\uDC00c"],
  ["noncharacters", "a\uFFFE\uFFFFb\u{1FFFF}"],
  ["lines", "a\nb\r\nc\rd\u2028e\u2029f\x85g\n\n    h\n# i\n- j"],
  ["commands of a workflow", "::error::owned\n::stop-commands::x\n##[add-mask]x%0A::error::y"],
  ["pipes and backslashes", "a|b\\|c\\\\|d\\"],
  ["backticks", "`a`` ```js\n``` ` `"],
  [
    "links and pictures",
    "[a](http://evil.example/) ![b](http://evil.example/i.png) <http://evil.example/> [c]: /x",
  ],
  [
    "bare links",
    "http://evil.example/ https://evil.example www.evil.example WWW.evil.example a@evil.example",
  ],
  ["mentions", "@octocat @github/team #1 x/y#2 $x^2$ $$y$$ :tada:"],
  ["emphasis", "*a* **b** _c_ __d__ ~~e~~ <b>f</b> # g"],
  ["test points", "x # TODO not one\nok 99 - forged\nBail out!\n  ...\n  ---\n1..3\n# SKIP"],
  ["an open brace", "a {"],
  ["white space", "   "],
  ["nothing", ""],
  ["a megabyte", "x|`<@".repeat(200_000)],
];

/** A run in which this text stands wherever a server can put it, and where its people can. */
export function nasty(text: string): Report {
  // What no server makes long.
  const short = text.slice(0, 1000);
  const odd = (rule: string, make: (rule: string) => RuleResult): RuleResult => {
    const made = make(rule);
    const bad = exchange(`${rule}#9`, short || "GET", `storage/c/${short}?${short}=${short}`, 200);
    bad.request.headers.push(["X-Sent", text]);
    bad.request.body = { text, encoding: "utf8", bytes: text.length, truncated: false };
    bad.response = {
      status: 200,
      headers: [
        ["X-Got", text],
        ["Location", text],
        ["content-type", text],
      ],
      body: bad.request.body,
    };
    bad.findings = [{ rule: asRule("header.a.b"), expected: text, got: text }];
    return {
      ...made,
      reason: made.reason === null ? null : `reason: ${text}`,
      violation: made.violation && {
        exchange: bad.id,
        expected: text,
        got: text,
        curl: `curl ${text}`,
        script: [text],
      },
      exchanges: [...made.exchanges, bad, exchange(`${rule}#10`, "GET", short, null)],
    };
  };
  const results = [
    odd("record.put.passed", (rule) => result(rule, "passed")),
    odd("record.put.created", violated),
    odd("record.put.hint", (rule) => violated(rule, "SHOULD")),
    odd("record.put.known", violated),
    odd("model.store.often", inconsistent),
    odd("session.commit.atomic", (rule) => result(rule, "broken")),
    odd("maintenance.retry.after", (rule) => result(rule, "untested")),
    odd("info.quota.null", (rule) => result(rule, "notApplicable")),
    odd("session.begin.lease", (rule) => result(rule, "inconclusive")),
  ];
  const made = report(results, {
    target: { endpoint: `http://127.0.0.1/${short}`, accounts: short },
    only: [`x${short}`],
    baseline: {
      file: `base${short}.yaml`,
      known: [
        {
          rule: asRule("record.put.known"),
          reason: `known ${text}`,
          issue: `https://x.example/${text}`,
          expires: null,
        },
      ],
      problems: [{ rule: `a.b.${text}`, line: 3, message: `It passes now: ${text}` }],
    },
  });
  made.coverage.statuses.missing = [text, `GET ${text}`];
  return { ...made, verdict: verdict(results, made.baseline) };
}

/** Sentences that hold the text, too. */
export function nastySentences(text: string) {
  return { "record.put.created": { text: `A PUT ${text}`, place: text } };
}

/** One result of each kind that a format tells apart, with a known failure and a wrong entry in the baseline. */
export function mixed(): Report {
  const results = [...sampleResults(), inconsistent("model.store.often"), violated("record.put.known")];
  const made = report(results, {
    baseline: {
      file: "sync2-baseline.yaml",
      known: [
        {
          rule: asRule("record.put.known"),
          reason: "The disk\n  is old.",
          issue: "https://issues.example/7",
          expires: "2027-01-31",
        },
      ],
      problems: [
        { rule: "record.put.replaced", line: 3, message: "record.put.replaced passes now: remove line 3." },
      ],
    },
  });
  return { ...made, verdict: verdict(results, made.baseline) };
}

/** A run that found nothing wrong. */
export function good(): Report {
  return report([result("record.put.created", "passed"), result("info.quota.json", "passed")], {
    complete: true,
  });
}

/** A run that passes but for the baseline. */
export function stale(): Report {
  const { results, ...rest } = good();
  const problems = [{ rule: "record.put.created", line: 2, message: "It passes now: remove lines 2 to 4." }];
  return { ...rest, results, verdict: "fail", baseline: { file: "known.yaml", known: [], problems } };
}

/** A run in which nothing broke and nothing passed. */
export function empty(): Report {
  return report([result("record.put.created", "untested")]);
}
