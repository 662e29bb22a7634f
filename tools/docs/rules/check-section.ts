import { html } from "hono/html";
import { sentenceMarkup } from "../../../conformance/report/html/markup.ts";
import { plural } from "../../../conformance/results/format-text.ts";
import type { Markup } from "../page.ts";
import { type Item, weight } from "./merge.ts";
import type { Step } from "./steps.ts";
import type { Story } from "./story.ts";

/** Items of a list that are told one after another; a check may make hundreds of requests. */
const MOST_ITEMS = 8;
/** Of those after them of which the rule asks something. */
const MOST_LATER = 5;
const MOST_INNER = 8;
/** The same where the rule asks nothing of any of them. */
const MOST_INNER_SETUP = 3;
const MOST_EXAMPLES = 5;
const MOST_NOTES = 4;

/** The steps of a check as a numbered list. */
export function steps({ items, partition, requests }: Story): Markup {
  const { shown, rest } = selected(items);
  const told = shown.filter((each) => typeof each !== "number");
  return html`<p>On the reference server, for <code>/${partition}</code>, this came to ${plural(requests, "request")}:</p>
<ol class="steps">
${shown.map((each) => (typeof each === "number" ? html`<li class="gap">${plural(each, "more request")}, of which the rule asks nothing</li>` : itemMarkup(each)))}</ol>
${rest.length > 0 ? remainder(rest, told) : ""}`;
}

/** The first items, then those with demands; a number stands for so many requests that are left out between them. */
function selected(items: readonly Item[]): { shown: (Item | number)[]; rest: Item[] } {
  const shown: (Item | number)[] = items.slice(0, MOST_ITEMS);
  let told = MOST_ITEMS;
  for (let later = 0; later < MOST_LATER; later++) {
    const next = items.findIndex((item, index) => index >= told && demands([item]).length > 0);
    if (next < 0) break;
    const left = items.slice(told, next).reduce((sum, item) => sum + weight(item), 0);
    shown.push(...(left > 0 ? [left] : []), items[next] as Item);
    told = next + 1;
  }
  return { shown, rest: items.slice(told) };
}

function itemMarkup(item: Item): Markup {
  if (item.kind === "step")
    return html`<li>${stepMarkup(item.step)}</li>
`;
  const [only] = item.items;
  if (item.items.length === 1 && only?.kind === "step") {
    return html`<li>${stepMarkup(only.step)}${again([only.step], item.more)}</li>
`;
  }
  const most = demands(item.items).length > 0 ? MOST_INNER : MOST_INNER_SETUP;
  const left = item.items.slice(most).reduce((sum, each) => sum + weight(each), 0);
  return html`<li class="group"><p class="times">These in turn, ${plural(item.more.length + 1, "time")}:</p>
<ol class="steps">
${item.items.slice(0, most).map(itemMarkup)}</ol>
${left > 0 ? html`<p class="again">… and ${plural(left, "more request")}</p>` : ""}${again(stepsIn(item.items), item.more)}</li>
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

/** The steps of a turn, as far as it was told. */
function stepsIn(items: readonly Item[]): Step[] {
  return items.flatMap((item) => (item.kind === "step" ? [item.step] : stepsIn(item.items)));
}

/** What the same is asked of: the request of each further turn for which the rule is there. */
function again(first: readonly Step[], turns: readonly Step[][]): Markup {
  const shown = telling(first);
  const texts = [...new Set(turns.flatMap((turn) => (shown ? difference(telling(turn), shown) : [])))];
  const named = texts.slice(0, MOST_EXAMPLES);
  const left = turns.length - named.length;
  return html`<p class="again">The same for ${named.map((text, index) => html`${index > 0 ? ", " : ""}<code>${text}</code>`)}${left > 0 ? ` and ${left} more` : ""}</p>`;
}

/** The step of a turn for which the rule is there. */
function telling(turn: readonly Step[]): Step | undefined {
  return turn.find(({ notes }) => notes.some(({ by }) => by === "rule")) ?? turn[0];
}

const MOST_SHORT = 80;

/** What of a request is another one than before. Where it goes elsewhere, numbers in it say nothing. */
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

/** What is left untold, with what is asked there and was asked nowhere before. */
function remainder(rest: readonly Item[], told: readonly Item[]): Markup {
  const count = rest.reduce((sum, item) => sum + weight(item), 0);
  const known = new Set(demands(told).map(kind));
  const news = new Map(
    demands(rest)
      .filter((text) => !known.has(kind(text)))
      .map((text) => [kind(text), text]),
  );
  const shown = [...news.values()].slice(0, MOST_NOTES);
  return html`<p class="again">${plural(count, "more request")} ${count === 1 ? "follows" : "follow"}${shown.length > 0 ? html`, of which the check also asks:` : "."}</p>
${shown.length > 0 ? html`<ul class="asks">${shown.map((text) => html`<li>${text}</li>`)}</ul>` : ""}`;
}

function demands(items: readonly Item[]): string[] {
  return items.flatMap((item) =>
    item.kind === "step"
      ? item.step.notes.filter(({ by }) => by === "rule").map(({ text }) => text)
      : [
          ...demands(item.items),
          ...demands(item.more.flatMap((turn) => turn.map((step): Item => ({ kind: "step", step })))),
        ],
  );
}

/** Demands that differ in values alone are of one kind. */
function kind(text: string): string {
  return text.replace(/ to (?:be|have|hold) .*/s, "").replaceAll(/\d+|\/[^\s,]+/g, "#");
}

/** What the sources say of a check, as a list. */
export function parts(all: readonly { name: string; text: string }[]): Markup | string {
  if (all.length === 0) return "";
  return html`<p>What it is built from, as its source says:</p>
<dl class="parts">${all.map(
    ({ name, text }) => html`<dt><code>${name}</code></dt><dd>${sentenceMarkup(text)}</dd>
`,
  )}</dl>`;
}
