import { html } from "hono/html";
import type { Markup } from "../site-model.ts";
import type { Action, Criterion } from "./read-arazzo.ts";

const STEP = /(\$steps\.([\w-]+)\.outputs\.[\w-]+)/;

/** A runtime expression or a value as code; what another step gave leads to that step. */
export function expressionMarkup(value: unknown): Markup {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text === "") return html`<span class="dim">empty</span>`;
  const parts = text.split(STEP);
  // Each match leaves two captures behind: the whole, and the name of the step.
  const marked = parts.map((part, index) => {
    if (index % 3 === 2) return "";
    return index % 3 === 1 ? html`<a href="#${parts[index + 1]}">${part}</a>` : part;
  });
  return html`<code>${marked}</code>`;
}

/** What has to hold. */
export function criterionMarkup({ condition, context = "", type = "simple" }: Criterion): Markup {
  if (type === "simple") return expressionMarkup(condition);
  if (type === "regex") return html`${expressionMarkup(context)} matches ${expressionMarkup(condition)}`;
  return html`${expressionMarkup(condition)} (${type === "jsonpath" ? "JSONPath" : "XPath"}) selects something in ${expressionMarkup(context)}`;
}

/** What follows a step, in words. */
export function actionMarkup({
  type,
  stepId,
  workflowId,
  retryAfter,
  retryLimit,
  criteria = [],
}: Action): Markup {
  const all = criteria.map((each, index) => html`${index > 0 ? " and " : ""}${criterionMarkup(each)}`);
  const when = all.length === 0 ? "" : html` when ${all}`;
  if (type === "end") return html`the workflow ends${when}`;
  const where = stepId === undefined ? (workflowId ?? "this step") : html`<a href="#${stepId}">${stepId}</a>`;
  if (type === "goto") return html`go on with ${where}${when}`;
  const wait = retryAfter === undefined ? "" : ` after ${retryAfter} s`;
  const times = retryLimit === undefined ? "" : `, ${retryLimit} times at most`;
  return html`again${stepId === undefined && workflowId === undefined ? "" : html`, from ${where}`}${wait}${times}${when}`;
}
