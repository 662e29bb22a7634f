import { STATE_GLYPHS, STATE_WORDS } from "../looks.ts";
import { byStatus, type Cell, type Response, type Row, type State } from "../overlay/overlay.ts";
import { type At, cellDetail, nameOf, requestDetail, type Shown } from "./detail.ts";
import { badge, el } from "./dom.ts";
import { resetStop, rove } from "./roving.ts";
import { lookOfRule } from "./rule-line.ts";

const DETAIL = "cell-detail";

/** The table of all responses, built with the page, which takes its colours from a report. */
export class ResponseTable {
  readonly #pristine: HTMLTableElement;
  #table: HTMLTableElement;
  #shown: Shown | null = null;

  /** @param table as the page was built */
  constructor(table: HTMLTableElement) {
    this.#table = table;
    this.#pristine = table.cloneNode(true) as HTMLTableElement;
  }

  /** Colours every cell; what an earlier report left goes. */
  show(shown: Shown): void {
    const table = this.#pristine.cloneNode(true) as HTMLTableElement;
    this.#table.replaceWith(table);
    this.#table = table;
    this.#shown = shown;
    const columns = this.#columns(shown);
    const rows = new Map(shown.laid.rows.map((row) => [row.place.at, row]));
    for (const line of table.querySelectorAll<HTMLTableRowElement>("tr[data-at]")) {
      const row = rows.get(line.dataset.at ?? "");
      if (row) this.#fill(line, row, columns);
    }
    rove(table);
    table.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#close();
    });
    resetStop(table);
  }

  /** Opens the header fields of all operations, or closes them. */
  showFields(open: boolean): void {
    for (const button of this.#table.querySelectorAll<HTMLButtonElement>("button.operation")) {
      if ((button.getAttribute("aria-expanded") === "true") !== open) button.click();
    }
  }

  /** Adds a column for each status that came and that the document declares nowhere. */
  #columns({ laid }: Shown): string[] {
    const head = this.#table.tHead?.rows[0];
    const built = [...(head?.cells ?? [])].slice(1).map(({ textContent }) => textContent ?? "");
    const came = new Set(laid.rows.flatMap(({ responses }) => [...responses.keys()]));
    const more = [...came].filter((status) => !built.includes(status)).sort(byStatus);
    for (const status of more) {
      head?.append(el("th", { scope: "col" }, status));
      for (const group of this.#table.querySelectorAll("tr.group"))
        group.append(el("td", { "aria-hidden": "true" }, status));
    }
    return [...built, ...more];
  }

  #fill(line: HTMLTableRowElement, row: Row, columns: readonly string[]): void {
    const heading = line.cells[0] as HTMLTableCellElement;
    const button = el(
      "button",
      { type: "button", class: "operation", "data-stop": "", tabindex: "-1", "aria-expanded": "false" },
      ...heading.childNodes,
    );
    button.append(...this.#marks(row));
    heading.replaceChildren(button);
    button.addEventListener("click", () => this.#toggle(line, row, columns, button));
    line.replaceChildren(
      heading,
      ...columns.map((status) => {
        const response = row.responses.get(status);
        return response ? this.#cell({ row, status, field: null }, response, short(response)) : el("td");
      }),
    );
  }

  /** How many rules were seen violated in a row, apart from those of which that was known. */
  #marks({ violated }: Row): (Node | string)[] {
    const known = violated.filter(
      (rule) => this.#shown && lookOfRule(rule, this.#shown.laid.outcomes, this.#shown.baseline) === "known",
    ).length;
    const mark = (state: State, count: number) =>
      el("b", { "data-is": state }, badge(STATE_GLYPHS[state], `${count} ${STATE_WORDS[state]}`));
    const fresh = violated.length - known;
    return [
      ...(fresh > 0 ? [" ", mark("violated", fresh)] : []),
      ...(known > 0 ? [" ", mark("known", known)] : []),
    ];
  }

  #cell(at: At, { state }: Pick<Cell, "state">, note: string | null): HTMLTableCellElement {
    const label = `${nameOf(at)}: ${STATE_WORDS[state]}${note === null ? "" : `, ${note} header fields seen`}`;
    const button = el(
      "button",
      { type: "button", "data-stop": "", tabindex: "-1", "aria-expanded": "false", "aria-label": label },
      STATE_GLYPHS[state],
      note === null ? null : el("small", {}, note),
    );
    button.addEventListener("click", () => this.#open(button, at));
    return el("td", { "data-is": state }, button);
  }

  /** Shows or hides the header fields of an operation, and the rules of its requests. */
  #toggle(line: HTMLTableRowElement, row: Row, columns: readonly string[], button: HTMLButtonElement): void {
    this.#close();
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) {
      while (line.nextElementSibling?.matches("tr.below")) line.nextElementSibling.remove();
      return;
    }
    const names = new Set([...row.responses.values()].flatMap(({ fields }) => [...fields.keys()]));
    const lines = [...names].map((name) =>
      el(
        "tr",
        { class: "below field" },
        el("th", { scope: "row" }, el("code", {}, name)),
        ...columns.map((status) => {
          const cell = row.responses.get(status)?.fields.get(name);
          return cell ? this.#cell({ row, status, field: name }, cell, null) : el("td");
        }),
      ),
    );
    const request = this.#shown && this.#wide("below", requestDetail(row, this.#shown), columns.length);
    line.after(...lines, ...(request && row.place.operation !== null ? [request] : []));
  }

  #wide(kind: string, sheet: HTMLElement, columns: number): HTMLTableRowElement {
    return el("tr", { class: `${kind} wide` }, el("td", { colspan: String(columns + 1) }, sheet));
  }

  #close(): void {
    const open = this.#table.querySelector<HTMLElement>(`[aria-controls=${DETAIL}]`);
    const within = this.#table.querySelector(`#${DETAIL}`)?.contains(document.activeElement);
    this.#table.querySelector(`#${DETAIL}`)?.remove();
    open?.setAttribute("aria-expanded", "false");
    open?.removeAttribute("aria-controls");
    if (within) open?.focus();
  }

  #open(button: HTMLButtonElement, at: At): void {
    const wasOpen = button.getAttribute("aria-expanded") === "true";
    this.#close();
    const line = button.closest("tr");
    if (wasOpen || line === null || this.#shown === null) return;
    const sheet = cellDetail(at, this.#shown, () => this.#close());
    const detail = this.#wide("detail", sheet, line.cells.length - 1);
    detail.id = DETAIL;
    line.after(detail);
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", DETAIL);
  }
}

/** `3/4` where some of the declared header fields were not seen; null where all were, or nothing was. */
function short({ state, fields }: Response): string | null {
  const seen = [...fields.values()].filter(({ met }) => met > 0).length;
  return state === "missing" || seen === fields.size ? null : `${seen}/${fields.size}`;
}
