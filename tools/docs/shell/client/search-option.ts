/** Draws one result of the search. */
import type { EntryKind } from "../../site-model.ts";
import { excerpt, markTerms } from "../search/search-excerpt.ts";
import type { FoundEntry } from "../search/search-finder.ts";
import { fromRoot } from "./load-search-index.ts";
import { makeElement } from "./make-element.ts";

const KINDS: Readonly<Record<EntryKind, string>> = {
  operation: "Operation",
  status: "Status",
  header: "Header",
  rule: "Rule",
  guide: "Guide",
  workflow: "Workflow",
  page: "Page",
};

function withMarks(text: string, terms: readonly string[]): (string | HTMLElement)[] {
  return markTerms(text, terms).map((piece) =>
    piece.marked ? makeElement("mark", {}, piece.text) : piece.text,
  );
}

/** Makes an option of the list for a search result; a link, so that users can open it in another tab. */
export function searchOption({ kind, title, href, text, terms }: FoundEntry, index: number): HTMLElement {
  return makeElement(
    "a",
    { id: `found-${index}`, role: "option", "aria-selected": "false", tabindex: "-1", href: fromRoot(href) },
    makeElement("span", { class: "kind", "data-kind": kind }, KINDS[kind]),
    makeElement("span", { class: "title" }, ...withMarks(title, terms)),
    makeElement("span", { class: "excerpt" }, ...withMarks(excerpt(text, terms), terms)),
  );
}
