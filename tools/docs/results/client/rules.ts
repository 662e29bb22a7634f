import { plural } from "../../../../conformance/results/text.ts";
import { RULE_GLYPHS, RULE_LOOKS, RULE_WORDS, type RuleLook } from "../looks.ts";
import type { Shown } from "./detail.ts";
import { byId, el, told } from "./dom.ts";
import { lookOfRule, ruleBadge, ruleLink, toneOf, why } from "./rule-line.ts";

/** A rule of the list as it stands on the page. */
interface Line {
  id: string;
  element: HTMLElement;
  look: RuleLook;
  /** By what it is found, in lower case. */
  text: string;
}

const list = () => byId("rule-list");
const form = () => byId<HTMLFormElement>("rule-filter");

let lines: Line[] = [];

/** Gives each rule of the document its outcome, and adds those that the report alone has. */
export function showRules({ laid, baseline }: Shown): Map<RuleLook, number> {
  document.getElementById("unknown-rules")?.remove();
  addUnknown(
    laid.unknown.map((result) => ({ result, look: lookOfRule(result.rule, laid.outcomes, baseline) })),
  );
  lines = [...list().querySelectorAll<HTMLElement>("li[data-rule]")].map((element) => {
    const id = element.dataset.rule ?? "";
    const result = laid.outcomes.get(id);
    const look = lookOfRule(id, laid.outcomes, baseline);
    element.dataset.outcome = look;
    element.dataset.tone = toneOf(look, result);
    element.querySelector(".badge")?.replaceWith(ruleBadge(look));
    element.querySelector(".why")?.remove();
    const reason = why(result, baseline);
    if (reason) element.append(reason);
    return { id, element, look, text: (element.textContent ?? "").toLowerCase() };
  });
  const numbers = new Map<RuleLook, number>();
  for (const { look } of lines) numbers.set(look, (numbers.get(look) ?? 0) + 1);
  offer(numbers);
  filter();
  return numbers;
}

function addUnknown(unknown: readonly { result: { rule: string; level: string }; look: RuleLook }[]): void {
  if (unknown.length === 0) return;
  const items = unknown.map(({ result, look }) =>
    el(
      "li",
      { "data-rule": result.rule },
      ruleBadge(look),
      " ",
      ruleLink(result.rule),
      el("p", {}, el("span", { class: "level" }, told(result.level)), " not in this document"),
    ),
  );
  list().append(
    el(
      "section",
      { id: "unknown-rules", "aria-labelledby": "unknown-heading" },
      el("h3", { id: "unknown-heading" }, "Not in this document"),
      el("ul", { class: "rules" }, ...items),
    ),
  );
}

/** A box for each look that occurs, all of them ticked. */
function offer(numbers: ReadonlyMap<RuleLook, number>): void {
  const boxes = RULE_LOOKS.filter((look) => numbers.has(look)).map((look) =>
    el(
      "label",
      { "data-outcome": look },
      el("input", { type: "checkbox", name: "outcome", value: look, checked: "" }),
      " ",
      el("span", { class: "glyph", "aria-hidden": "true" }, RULE_GLYPHS[look]),
      ` ${RULE_WORDS[look]} (${numbers.get(look)})`,
    ),
  );
  byId("outcomes").replaceChildren(el("legend", {}, "Outcome"), ...boxes);
}

function filter(): void {
  const data = new FormData(form());
  const looks = new Set(data.getAll("outcome"));
  const words = String(data.get("text") ?? "")
    .toLowerCase()
    .split(/\s+/);
  let count = 0;
  for (const { element, look, text } of lines) {
    element.hidden = !looks.has(look) || !words.every((word) => text.includes(word));
    if (!element.hidden) count += 1;
  }
  for (const section of list().querySelectorAll<HTMLElement>("section"))
    section.hidden = section.querySelector("li[data-rule]:not([hidden])") === null;
  byId("rules-shown").textContent = `${count} of ${plural(lines.length, "rule")} shown`;
}

/** Makes the form work, which is of no use without this program. */
export function listenToFilter(): void {
  form().hidden = false;
  form().addEventListener("input", filter);
  form().addEventListener("submit", (event) => event.preventDefault());
  form().addEventListener("reset", () => setTimeout(filter));
}

/** Shows the rules of one look alone, and goes there. */
export function showOnly(look: RuleLook): void {
  for (const box of form().querySelectorAll<HTMLInputElement>("input[name=outcome]"))
    box.checked = box.value === look;
  for (const search of form().querySelectorAll<HTMLInputElement>("input[type=search]")) search.value = "";
  filter();
  const heading = byId("rules");
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}
