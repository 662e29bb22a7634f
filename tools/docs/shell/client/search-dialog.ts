import type { FoundEntry } from "../search/search-finder.ts";
import { loadFinder } from "./load-search-index.ts";
import { makeElement } from "./make-element.ts";
import { searchOption } from "./search-option.ts";

/** The most results in the list; a user types another letter rather than read more. */
const MOST_RESULTS = 30;

/** Makes the search dialog, a combobox of ARIA: a text field with a list of results. Returns a function that opens it. */
export function makeSearchDialog(): () => void {
  const list = makeElement("div", { id: "found", role: "listbox", "aria-label": "Found" });
  const status = makeElement("p", { role: "status", class: "search-status" });
  const input = makeElement("input", {
    // In the type `search`, Escape would clear the text instead of closing the dialog.
    type: "text",
    role: "combobox",
    "aria-label": "Search",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "go",
    autocapitalize: "off",
    placeholder: "A rule, header, status, path, or words",
  });
  const close = makeElement("button", { type: "button", class: "close" }, "Close");
  const top = makeElement("div", { class: "search-top" }, input, close);
  const dialog = makeElement("dialog", { class: "search", "aria-label": "Search" }, top, status, list);
  document.body.append(dialog);

  let options: HTMLElement[] = [];
  let selected = -1;

  const choose = (index: number) => {
    options[selected]?.setAttribute("aria-selected", "false");
    selected = index;
    const chosen = options[selected];
    if (chosen === undefined) return input.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };

  const show = (found: readonly FoundEntry[]) => {
    options = found.slice(0, MOST_RESULTS).map(searchOption);
    list.replaceChildren(...options);
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    choose(options.length > 0 ? 0 : -1);
  };

  const say = (query: string, count: number) => {
    const first = count > MOST_RESULTS ? `, the first ${MOST_RESULTS} shown` : "";
    if (query === "") status.textContent = "";
    else
      status.textContent = count === 0 ? "Nothing found" : `${count} result${count === 1 ? "" : "s"}${first}`;
  };

  const search = async () => {
    const query = input.value.trim();
    const find = await loadFinder().catch((error: Error) => {
      status.textContent = error.message;
    });
    // A query that changed in the meantime has its own search.
    if (!find || query !== input.value.trim()) return;
    const found = find(query);
    show(found);
    say(query, found.length);
  };

  const steps: Record<string, () => number> = {
    ArrowDown: () => (selected + 1) % options.length,
    ArrowUp: () => (selected - 1 + options.length) % options.length,
    PageDown: () => Math.min(selected + 6, options.length - 1),
    PageUp: () => Math.max(selected - 6, 0),
  };
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      choose(step());
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      options[selected]?.click();
    }
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => {
    // A click on the backdrop, or on a result, which may be on this page.
    if (target === dialog || (target instanceof Element && target.closest("a"))) dialog.close();
  });
  return () => {
    if (!dialog.open) dialog.showModal();
    input.select();
    void search();
  };
}
