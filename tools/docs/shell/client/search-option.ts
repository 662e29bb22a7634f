import type { EntryKind } from "../../page.ts";
import { excerpt, marked } from "../search/excerpt.ts";
import type { Found } from "../search/find.ts";
import { make } from "./elements.ts";
import { fromRoot } from "./load.ts";

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
  return marked(text, terms).map((piece) => (piece.marked ? make("mark", {}, piece.text) : piece.text));
}

/** One thing found, as an option of the list; a link, so that it can be opened in another tab as well. */
export function option({ kind, title, href, text, terms }: Found, index: number): HTMLElement {
  return make(
    "a",
    { id: `found-${index}`, role: "option", "aria-selected": "false", tabindex: "-1", href: fromRoot(href) },
    make("span", { class: "kind", "data-kind": kind }, KINDS[kind]),
    make("span", { class: "title" }, ...withMarks(title, terms)),
    make("span", { class: "excerpt" }, ...withMarks(excerpt(text, terms), terms)),
  );
}
