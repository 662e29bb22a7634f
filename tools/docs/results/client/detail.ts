import type { Baseline } from "../../../../conformance/results/model.ts";
import { plural } from "../../../../conformance/results/text.ts";
import { RULE_LOOKS, type RuleLook, STATE_GLYPHS, STATE_WORDS } from "../looks.ts";
import { requestRules, responseRules } from "../overlay/bindings.ts";
import type { Cell, Overlay, Row } from "../overlay/overlay.ts";
import { NO_RESPONSE } from "../overlay/tally.ts";
import { badge, el } from "./dom.ts";
import { lookOfRule, ruleBadge, ruleLink, ruleOf, toneOf, why } from "./rule-line.ts";

/** What the details are taken from. */
export interface Shown {
  laid: Overlay;
  baseline: Baseline | null;
}

/** A status of a row, or a header field of it. */
export interface At {
  row: Row;
  status: string;
  /** null for the whole response. */
  field: string | null;
}

export function nameOf({ row, status, field }: At): string {
  const what = status === NO_RESPONSE ? "no response" : status;
  return `${row.place.at}, ${what}${field === null ? "" : `, ${field}`}`;
}

/** A rule that needs a closer look: with its outcome, and why. */
function ruleItem(id: string, look: RuleLook, here: readonly string[], shown: Shown): HTMLElement {
  const result = shown.laid.outcomes.get(id);
  const isHere = here.includes(id);
  const isSeen = look === "violated" || look === "inconsistent" || look === "known";
  const note = isHere === isSeen ? null : isHere ? " (seen violated here)" : " (not seen violated here)";
  return el(
    "li",
    { "data-outcome": look, "data-tone": toneOf(look, result) },
    ruleBadge(look),
    " ",
    ruleLink(id),
    el("span", { class: "level" }, ` ${result?.level ?? ruleOf(id)?.level ?? ""}`),
    note === null ? null : el("span", { class: "dim" }, note),
    why(result, shown.baseline),
  );
}

/** Rules of which the outcome says it all. */
function together(look: RuleLook, ids: readonly string[]): HTMLElement {
  const links = ids.flatMap((id, index) => (index === 0 ? [ruleLink(id)] : [", ", ruleLink(id)]));
  return el("li", { "data-outcome": look }, ruleBadge(look), " ", ...links);
}

const BRIEF: readonly RuleLook[] = ["passed", "notRun", "uncheckable"];

/** Rules with their outcomes, what needs work first; each is said to be seen violated here or not. */
function ruleList(
  title: string,
  bound: readonly string[],
  here: readonly string[],
  shown: Shown,
): Node | null {
  const all = [...new Set([...here, ...bound])];
  if (all.length === 0) return null;
  const items = RULE_LOOKS.flatMap((look) => {
    const ids = all.filter((id) => lookOfRule(id, shown.laid.outcomes, shown.baseline) === look);
    const isBrief = (id: string) => BRIEF.includes(look) && !here.includes(id);
    const brief = ids.filter(isBrief);
    return [
      ...ids.filter((id) => !isBrief(id)).map((id) => ruleItem(id, look, here, shown)),
      ...(brief.length > 0 ? [together(look, brief)] : []),
    ];
  });
  return el("div", {}, el("h4", {}, title), el("ul", { class: "bound" }, ...items));
}

/** The rules that bind requests of an operation, and those violated in it. */
export function requestDetail(row: Row, shown: Shown): HTMLElement {
  const bound = requestRules(row.place);
  const here = row.violated.filter((rule) => (bound as string[]).includes(rule));
  return el(
    "div",
    { class: "sheet" },
    ruleList("Rules of the request", bound, here, shown) ??
      el("p", { class: "dim" }, "No rule stands beside this request alone."),
  );
}

function stateOf({ state }: Pick<Cell, "state">): HTMLElement {
  const made = badge(STATE_GLYPHS[state], STATE_WORDS[state]);
  made.setAttribute("data-is", state);
  return made;
}

function met(count: number, what: string): string {
  if (count === 0) return `No response that met the document ${what}.`;
  return `${plural(count, "response")} that met the document ${what}.`;
}

function responseText({ row, status }: At): string {
  const response = row.responses.get(status);
  if (!response) return "";
  const { own, departed, declared } = response;
  if (status === NO_RESPONSE) return `${plural(own.met + departed, "request")} got no response.`;
  return [
    declared ? "" : "The document does not declare this status here. ",
    met(own.met, "had this status"),
    departed > 0 ? ` ${departed} departed from it.` : "",
  ].join("");
}

function fieldDetail(at: At, name: string, cell: Cell, shown: Shown): HTMLElement {
  const header = at.row.place.responses.get(Number(at.status))?.headers.find((it) => it.name === name);
  return el(
    "li",
    {},
    el(
      "p",
      {},
      stateOf(cell),
      " ",
      el("code", {}, name),
      header?.required ? el("span", { class: "dim" }, " required") : null,
    ),
    el("p", { class: "dim" }, met(cell.met, "had it")),
    ruleList("Its rules", header?.rules ?? [], cell.violated, shown),
  );
}

/** What the report says of a response or of one of its header fields. */
export function cellDetail(at: At, shown: Shown, close: () => void): HTMLElement {
  const response = at.row.responses.get(at.status);
  const shape = at.row.place.responses.get(Number(at.status));
  const urgent = ({ state }: Cell) => (state === "violated" || state === "known" ? 0 : 1);
  const fields = [...(response?.fields ?? [])]
    .filter(([name]) => at.field === null || at.field === name)
    .sort(([, a], [, b]) => urgent(a) - urgent(b));
  const button = el("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  button.addEventListener("click", close);
  const sheet = el("div", { class: "sheet" }, button, el("h3", {}, nameOf(at)));
  if (response && at.field === null) {
    sheet.append(el("p", {}, stateOf(response), ` ${responseText(at)}`));
    const rules = ruleList(
      "Rules of the response",
      shape ? responseRules(shape) : [],
      response.own.violated,
      shown,
    );
    if (rules) sheet.append(rules);
    if (fields.length > 0) sheet.append(el("h4", {}, "Header fields"));
  }
  if (fields.length > 0)
    sheet.append(
      el("ul", { class: "fields" }, ...fields.map(([name, cell]) => fieldDetail(at, name, cell, shown))),
    );
  return sheet;
}
