// Makes markup of the expressions, criteria and actions in Arazzo descriptions.
import { html } from "hono/html";
import type { Markup } from "../site-model.ts";
import type { Action, Criterion } from "./read-arazzo.ts";

const STEP = /(\$steps\.([\w-]+)\.outputs\.[\w-]+)/;

/** Makes code of a runtime expression or value. An output of another step links to that step. */
export function expressionMarkup(value: unknown): Markup {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text === "") return html`<span class="dim">empty</span>`;
  const parts = text.split(STEP);
  // `split` adds two captures for each match: the whole, and the name of the step.
  const marked = parts.map((part, index) => {
    if (index % 3 === 2) return "";
    return index % 3 === 1 ? html`<a href="#${parts[index + 1]}">${part}</a>` : part;
  });
  return html`<code>${marked}</code>`;
}

/** Describes a criterion of success in words. */
export function criterionMarkup({ condition, context = "", type = "simple" }: Criterion): Markup {
  if (type === "simple") return expressionMarkup(condition);
  if (type === "regex") return html`${expressionMarkup(context)} matches ${expressionMarkup(condition)}`;
  return html`${expressionMarkup(condition)} (${type === "jsonpath" ? "JSONPath" : "XPath"}) selects something in ${expressionMarkup(context)}`;
}

/** Describes an action after a step in words. */
export function actionMarkup({
  type,
  stepId,
  workflowId,
  retryAfter,
  retryLimit,
  criteria = [],
}: Action): Markup {
  const all = criteria.map((part, index) => html`${index > 0 ? " and " : ""}${criterionMarkup(part)}`);
  const when = all.length === 0 ? "" : html` when ${all}`;
  if (type === "end") return html`the workflow ends${when}`;
  const where = stepId === undefined ? (workflowId ?? "this step") : html`<a href="#${stepId}">${stepId}</a>`;
  if (type === "goto") return html`go on with ${where}${when}`;
  const wait = retryAfter === undefined ? "" : ` after ${retryAfter} s`;
  const times = retryLimit === undefined ? "" : `, ${retryLimit} times at most`;
  return html`again${stepId === undefined && workflowId === undefined ? "" : html`, from ${where}`}${wait}${times}${when}`;
}
