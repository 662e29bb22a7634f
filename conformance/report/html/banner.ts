/** The top of the page: verdict, facts about the run, rules to look at first, counts. */
import { html } from "hono/html";
import { exchangesIn, plural, visible } from "../../results/format-text.ts";
import type { Report } from "../../results/report-model.ts";
import { acceptedWords, completeness, isBinding, isKnown, isSeenViolated } from "../../results/verdict.ts";
import { baselineProblems } from "./known-failure-list.ts";
import { fragment, type Markup } from "./markup.ts";
import { countedStyles, countStyles, STYLE_GLYPHS, STYLE_WORDS } from "./outcome-style.ts";
import type { PageContext } from "./page-context.ts";

const VERDICT_GLYPHS = { pass: "✓", fail: "✕", broken: "!", "cut short": "…" } as const;

/** Rules named in the banner; the results list all of them. */
const NAMED_AT_ONCE = 12;

/** Explains the verdict in a few sentences. */
function explanation(report: Report): string {
  const { verdict, summary, results, baseline } = report;
  const unexpected = results.filter(({ rule }) => !isKnown(rule, baseline));
  const violated = unexpected.filter(({ outcome }) => outcome === "violated");
  const binding = violated.filter(({ level }) => isBinding(level)).length;
  const inconsistent = unexpected.filter(({ outcome }) => outcome === "inconsistent").length;
  const accepted = acceptedWords(baseline);
  const problems = baseline?.problems.length ?? 0;
  const nothing = "so nothing can be said of the server.";
  const asides = [
    inconsistent > 0 && `${plural(inconsistent, "rule")} violated now and then.`,
    violated.length > binding && `${plural(violated.length - binding, "recommendation")} not followed.`,
    accepted !== "" && `${accepted}.`,
    problems > 0 && `${plural(problems, "problem")} with the baseline.`,
  ];
  const first = () => {
    if (report.cutShort)
      return `The run was ended before its time: ${visible(report.cutShort)}. There is no verdict.`;
    if (report.failedFor) return `${visible(report.failedFor.join(", "))} (--fail-on).`;
    if (binding > 0) return `${plural(binding, "binding rule")} violated.`;
    const held = unexpected.filter(({ outcome }) => outcome === "broken").length;
    if (verdict === "fail" && held > 0)
      return `${plural(held, "rule")} cannot be judged, for what the server answers.`;
    if (verdict !== "broken") return inconsistent > 0 ? false : "No binding rule is violated.";
    return summary.broken > 0
      ? `${plural(summary.broken, "check")} could not be carried out, ${nothing}`
      : `No rule passed, ${nothing}`;
  };
  return [first(), ...asides].filter(Boolean).join(" ");
}

function facts(report: Report): Markup {
  const { suite, target, startedAt, only, timing } = report;
  const rows: [string, string | Markup][] = [
    ["Target", html`<code>${visible(target.endpoint)}</code>`],
    ["Accounts", visible(target.accounts)],
    [
      "Started",
      html`<time datetime="${startedAt}">${startedAt.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")}</time>`,
    ],
    ["Took", exchangesIn(timing)],
    ["Suite", visible(`${suite.name} ${suite.version}, document ${suite.document}`)],
  ];
  if (only !== null) rows.push(["Narrowed to", visible(only.join(", "))]);
  return html`<dl class="facts">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Links to the rules to look at first. */
function failures({ results, baseline }: Report): Markup | string {
  const unexpected = results.filter(
    ({ rule, outcome }) => isSeenViolated(outcome) && !isKnown(rule, baseline),
  );
  const [first, ...rest] = [
    ...unexpected.filter(({ level }) => isBinding(level)),
    ...unexpected.filter(({ level }) => !isBinding(level)),
  ];
  if (first === undefined) return "";
  const named = [first, ...rest.slice(0, NAMED_AT_ONCE - 1)];
  const more = unexpected.length - named.length;
  return html`<h2 class="aside">Look at these first</h2>
<ul class="failures">
${named.map(
  ({
    rule,
    level,
  }) => html`<li><a href="${fragment(rule)}">${rule}</a>${isBinding(level) ? "" : html` <span class="level">${level}</span>`}</li>
`,
)}${more === 0 ? "" : html`<li class="dim">and ${more} more, below</li>`}</ul>`;
}

/** Counts of rules by outcome; each links to the results that it counts. */
function counts({ summary }: Report, { entries }: PageContext): Markup {
  return html`<h2 class="aside">Rules by outcome</h2>
<ul class="counts">
${countedStyles(countStyles(entries), { all: true }).map(([style, count]) => {
  const inside = html`<b><span aria-hidden="true">${STYLE_GLYPHS[style]}</span> ${count}</b> <span>${STYLE_WORDS[style]}</span>`;
  return html`<li data-outcome="${style}" data-count="${count}">${count > 0 ? html`<a href="#outcome=${style}">${inside}</a>` : html`<span>${inside}</span>`}</li>
`;
})}<li><span><b>${summary.total}</b> <span>in all</span></span></li>
</ul>`;
}

/** Verdict, completeness, target and time of the run, rules to look at first, and the number of rules by outcome. */
export function banner(report: Report, context: PageContext): Markup {
  const { verdict } = report;
  return html`<header>
<div class="verdict" data-verdict="${verdict}">
<p class="word"><span aria-hidden="true">${VERDICT_GLYPHS[verdict]}</span> ${verdict}</p>
<p>${explanation(report)}<br><span class="${report.complete ? "dim" : "incomplete"}">${visible(completeness(report))}</span></p>
</div>
${facts(report)}
${baselineProblems(report)}
${failures(report)}
${counts(report, context)}
<nav class="parts" aria-label="Parts of this page"><ul>
${report.baseline !== null && report.baseline.known.length > 0 ? html`<li><a href="#known">Known failures</a></li>` : ""}
<li><a href="#stages">Stages</a></li> <li><a href="#endpoints">Endpoints</a></li> <li><a href="#coverage">Coverage</a></li> <li><a href="#results">Results</a></li>
</ul></nav>
</header>`;
}
