// Makes the section of a rule's page that shows what its check does.
import { html } from "hono/html";
import { sentenceMarkup } from "../../../conformance/report/html/markup.ts";
import { plural } from "../../../conformance/results/format-text.ts";
import type { Markup } from "../site-model.ts";
import type { Step } from "./check-steps.ts";
import type { CheckWalkthrough } from "./check-walkthrough.ts";
import { type StepItem, stepCount } from "./merge-repetitions.ts";

/** The most items at the start of a list; a check may send hundreds of requests. */
const MOST_ITEMS = 8;
/** The most further items with assertions of the rule. */
const MOST_LATER = 5;
const MOST_INNER = 8;
/** The most inner items if the rule asserts nothing about them. */
const MOST_INNER_SETUP = 3;
const MOST_EXAMPLES = 5;
const MOST_NOTES = 4;

/** Makes a numbered list of the steps of a check. */
export function stepsMarkup({ items, partition, requests }: CheckWalkthrough): Markup {
  const { shown, rest } = selectItems(items);
  const shownItems = shown.filter((entry) => typeof entry !== "number");
  return html`<p>On the reference server, for <code>/${partition}</code>, this came to ${plural(requests, "request")}:</p>
<ol class="steps">
${shown.map((entry) => (typeof entry === "number" ? html`<li class="gap">${plural(entry, "more request")}, of which the rule asks nothing</li>` : itemMarkup(entry)))}</ol>
${rest.length > 0 ? remainder(rest, shownItems) : ""}`;
}

/** Selects the first items, then those with demands. A number is the count of requests that are left out between them. */
function selectItems(items: readonly StepItem[]): { shown: (StepItem | number)[]; rest: StepItem[] } {
  const shown: (StepItem | number)[] = items.slice(0, MOST_ITEMS);
  let position = MOST_ITEMS;
  for (let later = 0; later < MOST_LATER; later++) {
    const next = items.findIndex((item, index) => index >= position && demands([item]).length > 0);
    if (next < 0) break;
    const left = items.slice(position, next).reduce((sum, item) => sum + stepCount(item), 0);
    shown.push(...(left > 0 ? [left] : []), items[next] as StepItem);
    position = next + 1;
  }
  return { shown, rest: items.slice(position) };
}

function itemMarkup(item: StepItem): Markup {
  if (item.kind === "step")
    return html`<li>${stepMarkup(item.step)}</li>
`;
  const [only] = item.items;
  if (item.items.length === 1 && only?.kind === "step") {
    return html`<li>${stepMarkup(only.step)}${repetitionMarkup([only.step], item.more)}</li>
`;
  }
  const most = demands(item.items).length > 0 ? MOST_INNER : MOST_INNER_SETUP;
  const left = item.items.slice(most).reduce((sum, each) => sum + stepCount(each), 0);
  return html`<li class="group"><p class="times">These in turn, ${plural(item.more.length + 1, "time")}:</p>
<ol class="steps">
${item.items.slice(0, most).map(itemMarkup)}</ol>
${left > 0 ? html`<p class="again">… and ${plural(left, "more request")}</p>` : ""}${repetitionMarkup(stepsIn(item.items), item.more)}</li>
`;
}

function stepMarkup({ method, path, details, body, status, notes, beside }: Step): Markup {
  const needs = notes.filter(({ by }) => by === "set-up").map(({ text }) => text);
  const asks = notes.filter(({ by }) => by === "rule");
  const more = asks.length - MOST_NOTES;
  return html`<p class="request">${beside ? html`<span class="beside">at the same time</span> ` : ""}<code><b>${method}</b> ${path}</code> <span class="came"><span aria-hidden="true">→</span><span class="heard">answered</span> <b class="status" data-class="${String(status).charAt(0)}">${status ?? "no answer"}</b></span></p>
${
  details.length > 0 || body !== null
    ? html`<p class="with">${details.map((detail) => html`<code>${detail}</code> `)}${body === null ? "" : html`<code>${body}</code>`}</p>
`
    : ""
}${
  needs.length > 0
    ? html`<p class="needs"><span class="tag">set-up</span> ${needs.join(", ")}</p>
`
    : ""
}${
  asks.length > 0
    ? html`<ul class="asks">${asks.slice(0, MOST_NOTES).map(({ text }) => html`<li>${text}</li>`)}${more > 0 ? html`<li>and ${more} more</li>` : ""}</ul>
`
    : ""
}`;
}

/** The steps in items, with one turn of each repetition. */
function stepsIn(items: readonly StepItem[]): Step[] {
  return items.flatMap((item) => (item.kind === "step" ? [item.step] : stepsIn(item.items)));
}

/** Lists the requests of further turns about which the rule asserts the same. */
function repetitionMarkup(first: readonly Step[], turns: readonly Step[][]): Markup {
  const shown = assertedStep(first);
  const texts = [...new Set(turns.flatMap((turn) => (shown ? difference(assertedStep(turn), shown) : [])))];
  const named = texts.slice(0, MOST_EXAMPLES);
  const left = turns.length - named.length;
  return html`<p class="again">The same for ${named.map((text, index) => html`${index > 0 ? ", " : ""}<code>${text}</code>`)}${left > 0 ? ` and ${left} more` : ""}</p>`;
}

/** The first step of a turn about which the rule asserts something, else the first step. */
function assertedStep(turn: readonly Step[]): Step | undefined {
  return turn.find(({ notes }) => notes.some(({ by }) => by === "rule")) ?? turn[0];
}

/** The most characters of a request in such a list. */
const MOST_SHORT = 80;

/** The parts of a request that differ from the first one. Numbers are ignored if method or path differ. */
function difference(step: Step | undefined, first: Step): string[] {
  if (step === undefined) return [];
  const isElsewhere = step.method !== first.method || step.path !== first.path;
  const like = (text: string) => (isElsewhere ? text.replaceAll(/\d+/g, "#") : text);
  const extras = ({ details, body }: Step) => [...details, ...(body === null ? [] : [body])];
  const known = new Set(extras(first).map(like));
  const news = extras(step).filter((text) => !known.has(like(text)));
  const request = isElsewhere || news.length === 0 ? [`${step.method} ${step.path}`] : [];
  const text = [...request, ...news].join("  ");
  return [text.length > MOST_SHORT ? `${text.slice(0, MOST_SHORT)}…` : text];
}

/** Makes the end of a list: the number of further requests, and their demands that the list does not have yet. */
function remainder(rest: readonly StepItem[], shownItems: readonly StepItem[]): Markup {
  const count = rest.reduce((sum, item) => sum + stepCount(item), 0);
  const known = new Set(demands(shownItems).map(demandKind));
  const newDemands = new Map(
    demands(rest)
      .filter((text) => !known.has(demandKind(text)))
      .map((text) => [demandKind(text), text]),
  );
  const shown = [...newDemands.values()].slice(0, MOST_NOTES);
  return html`<p class="again">${plural(count, "more request")} ${count === 1 ? "follows" : "follow"}${shown.length > 0 ? html`, of which the check also asks:` : "."}</p>
${shown.length > 0 ? html`<ul class="asks">${shown.map((text) => html`<li>${text}</li>`)}</ul>` : ""}`;
}

/** The assertions of the rule about the steps of items. */
function demands(items: readonly StepItem[]): string[] {
  return items.flatMap((item) =>
    item.kind === "step"
      ? item.step.notes.filter(({ by }) => by === "rule").map(({ text }) => text)
      : [
          ...demands(item.items),
          ...demands(item.more.flatMap((turn) => turn.map((step): StepItem => ({ kind: "step", step })))),
        ],
  );
}

/** The kind of a demand: its text without values. */
function demandKind(text: string): string {
  return text.replace(/ to (?:be|have|hold) .*/s, "").replaceAll(/\d+|\/[^\s,]+/g, "#");
}

/** Lists the functions of a check with their docstrings. */
export function partsMarkup(functions: readonly { name: string; text: string }[]): Markup | string {
  if (functions.length === 0) return "";
  return html`<p>What it is built from, as its source says:</p>
<dl class="parts">${functions.map(
    ({ name, text }) => html`<dt><code>${name}</code></dt><dd>${sentenceMarkup(text)}</dd>
`,
  )}</dl>`;
}
