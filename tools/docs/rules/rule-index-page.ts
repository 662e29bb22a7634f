// Makes the page that lists all rules.
import { html } from "hono/html";
import { sentenceMarkup } from "../../../conformance/report/html/markup.ts";
import { plural } from "../../../conformance/results/format-text.ts";
import { type Rule, type RuleId, rules, stages } from "../../../generated/rules.ts";
import { link, type Markup, type Page } from "../site-model.ts";
import { breakable, levelKind, levelPill, rulePath } from "./rule-text.ts";

/** Path of the page. */
export const INDEX = "rules/index.html";

const KINDS = ["must", "should", "may"] as const;
const KIND_WORDS = { must: "MUST", should: "SHOULD", may: "MAY" } as const;

/** Makes the page that lists all rules by area, with a filter. */
export function ruleIndexPage(
  areas: ReadonlyMap<string, readonly RuleId[]>,
  files: Pick<Page, "styles" | "scripts">,
): Page {
  const all: Rule[] = [...areas.values()].flat().map((id) => rules[id]);
  const untestable = all.filter((rule) => rule.untestable !== undefined).length;
  const counts = KINDS.map((kind) => ({
    kind,
    count: all.filter((rule) => levelKind(rule) === kind).length,
  }));
  return {
    path: INDEX,
    title: "Rules",
    description: `All ${all.length} rules of Sync 2.0 by area, with level and sentence.`,
    ...files,
    body: html`<h1>Rules</h1>
<p class="lead">${all.length} rules in ${plural(areas.size, "area")}: what a server of Sync 2.0 does, a sentence each. ${all.length - untestable} of them are checked from outside, ${untestable} cannot be.</p>
${stageList(all)}
${form(
  areas,
  counts.filter(({ count }) => count > 0),
)}
<p id="found" role="status" class="dim"></p>
<p id="none" hidden>No rule is like that. <button type="button" id="reset">Show all</button></p>
${[...areas].map(([area, ids]) => section(area, ids))}`,
  };
}

/** Lists the stages, the best order in which to write a server; see `--through`. */
function stageList(all: readonly Rule[]): Markup {
  return html`<details class="stages"><summary>${plural(stages.length, "stage")}, the order in which a server is best written</summary>
<ol>
${stages.map(({ name, title, operations }) => {
  const count = all.filter(({ stage, untestable }) => stage === name && untestable === undefined).length;
  const ids = operations.map((id) => html`<code>${id}</code> `);
  return html`<li id="stage-${name}"><code>${name}</code> ${title}, ${plural(count, "rule")} <span class="dim">${ids}</span></li>
`;
})}</ol>
</details>`;
}

function form(
  areas: ReadonlyMap<string, readonly RuleId[]>,
  counts: readonly { kind: (typeof KINDS)[number]; count: number }[],
): Markup {
  return html`<form class="rules-filter" id="filter" hidden>
<label class="text">Text <input type="search" name="text" autocomplete="off" spellcheck="false" placeholder="304, X-Weave-Backoff, commit …"></label>
<label>Area <select name="area"><option value="">all</option>${[...areas].map(([area, ids]) => html`<option value="${area}">${area} (${ids.length})</option>`)}</select></label>
<label>Level <select name="level"><option value="">all</option>${counts.map(({ kind, count }) => html`<option value="${kind}">${KIND_WORDS[kind]} (${count})</option>`)}</select></label>
</form>`;
}

function section(area: string, ids: readonly RuleId[]): Markup {
  return html`<section class="area" data-area="${area}">
<h2 id="${area}">${area} <span class="count">${ids.length}</span></h2>
<ul class="rules">
${ids.map(item)}</ul>
</section>
`;
}

function item(id: RuleId): Markup {
  const { level, text, stage, scenario, when, untestable }: Rule = rules[id];
  const tags = [
    `stage ${stage}`,
    scenario && `scenario ${scenario}`,
    when && `where there is ${when}`,
    untestable && "not checked",
  ];
  return html`<li id="${id}" data-level="${levelKind({ level })}"><p><a href="${link(INDEX, rulePath(id))}"><code>${breakable(id)}</code></a> ${levelPill(level)}${tags.map((tag) => (tag ? html` <span class="tag">${tag}</span>` : ""))}</p>
<p>${sentenceMarkup(text)}</p></li>
`;
}
