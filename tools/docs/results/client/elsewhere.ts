import { STATE_GLYPHS, STATE_WORDS } from "../looks.ts";
import type { Shown } from "./detail.ts";
import { badge, byId, el } from "./dom.ts";
import { lookOfRule, ruleBadge, ruleLink, toneOf } from "./rule-line.ts";

function ruleItem(id: string, { laid, baseline }: Shown): HTMLElement {
  const look = lookOfRule(id, laid.outcomes, baseline);
  return el(
    "li",
    { "data-outcome": look, "data-tone": toneOf(look, laid.outcomes.get(id)) },
    ruleBadge(look),
    " ",
    ruleLink(id),
  );
}

/** What the table has no cell for: header fields of any response, and violations that no single response shows. */
export function showElsewhere(shown: Shown): void {
  const { anywhere, elsewhere } = shown.laid;
  byId("anywhere").replaceChildren(
    ...anywhere.map(({ name, rules, cell }) => {
      const state = badge(STATE_GLYPHS[cell.state], STATE_WORDS[cell.state]);
      state.setAttribute("data-is", cell.state);
      return el(
        "li",
        { "data-field": name },
        el(
          "details",
          {},
          el("summary", {}, state, " ", el("code", {}, name)),
          el("ul", { class: "bound" }, ...rules.map((id) => ruleItem(id, shown))),
        ),
      );
    }),
  );
  const section = byId("elsewhere");
  section.hidden = elsewhere.length === 0;
  section.querySelector("ul")?.replaceChildren(...elsewhere.map((id) => ruleItem(id, shown)));
}
