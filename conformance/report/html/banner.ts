import { html } from "hono/html";
import type { Report } from "../model.ts";
import { duration, plural, visible } from "../text.ts";
import { completeness, isBinding } from "../verdict.ts";
import { BY_URGENCY, OUTCOME_WORDS } from "../words.ts";
import { GLYPHS, type Markup } from "./markup.ts";

const VERDICT_GLYPHS = { pass: "✓", fail: "✕", broken: "!" } as const;

/** The verdict in a sentence. */
function explanation({ verdict, summary, results }: Report): string {
  const violated = results.filter(({ outcome }) => outcome === "violated");
  const binding = violated.filter(({ level }) => isBinding(level)).length;
  const warnings = violated.length - binding;
  const aside = warnings > 0 ? ` ${plural(warnings, "recommendation")} not followed.` : "";
  const odd =
    summary.inconsistent > 0 ? ` ${plural(summary.inconsistent, "rule")} violated now and then.` : "";
  if (verdict === "fail") return `${plural(binding, "binding rule")} violated.${odd}${aside}`;
  if (verdict === "pass") return `No binding rule is violated.${odd}${aside}`;
  if (summary.broken === 0) return "No rule passed, so nothing can be said of the server.";
  return `${plural(summary.broken, "check")} could not be carried out, so nothing can be said of the server.`;
}

function facts(report: Report): Markup {
  const { target, startedAt, only, timing } = report;
  const rows: [string, string | Markup][] = [
    ["Target", html`<code>${visible(target.endpoint)}</code>`],
    ["Accounts", visible(target.accounts)],
    [
      "Started",
      html`<time datetime="${startedAt}">${startedAt.replace("T", " ").replace(/\.\d+Z$/, " UTC")}</time>`,
    ],
    ["Took", `${duration(timing.durationMs)}, ${plural(timing.exchanges, "exchange")}`],
  ];
  if (only !== null) rows.push(["Narrowed to", visible(only.join(", "))]);
  return html`<dl class="facts">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Verdict, completeness, what was tested and when, and the number of rules per outcome. */
export function banner(report: Report): Markup {
  const { verdict, summary, suite } = report;
  return html`<header>
<h1>Sync 2.0 conformance <span class="dim">${suite.name} ${suite.version}, document ${suite.document}</span></h1>
<div class="verdict" data-verdict="${verdict}">
<p class="word"><span aria-hidden="true">${VERDICT_GLYPHS[verdict]}</span> ${verdict}</p>
<p>${explanation(report)}<br><span class="${report.complete ? "dim" : "incomplete"}">${visible(completeness(report))}</span></p>
</div>
${facts(report)}
<h2 class="aside">Rules by outcome</h2>
<ul class="counts">
${["passed" as const, ...BY_URGENCY.filter((outcome) => outcome !== "passed")].map(
  (outcome) => html`<li data-outcome="${outcome}" data-count="${summary[outcome]}"><b>${summary[outcome]}</b>
<span><span aria-hidden="true">${GLYPHS[outcome]}</span> ${OUTCOME_WORDS[outcome]}</span></li>
`,
)}<li><b>${summary.total}</b> <span>in all</span></li>
</ul>
</header>`;
}
