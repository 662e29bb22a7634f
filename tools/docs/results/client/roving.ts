/** Buttons of a table of which Tab stops at one; arrow keys, Home and End lead to the others. */
export function rove(table: HTMLTableElement): void {
  table.addEventListener("keydown", (event) => {
    const from = (event.target as Element).closest<HTMLButtonElement>("button[data-stop]");
    if (from === null || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = next(table, from, event.key);
    if (to === null) return;
    event.preventDefault();
    focusOn(table, to);
  });
  table.addEventListener("focusin", (event) => {
    const at = (event.target as Element).closest<HTMLButtonElement>("button[data-stop]");
    if (at !== null) stopAt(table, at);
  });
}

/** Makes the first button the one at which Tab stops. */
export function resetStop(table: HTMLTableElement): void {
  const first = table.querySelector<HTMLButtonElement>("button[data-stop]");
  if (first !== null) stopAt(table, first);
}

function stopAt(table: HTMLTableElement, button: HTMLButtonElement): void {
  for (const other of table.querySelectorAll("button[data-stop][tabindex='0']"))
    other.setAttribute("tabindex", "-1");
  button.setAttribute("tabindex", "0");
}

function focusOn(table: HTMLTableElement, button: HTMLButtonElement): void {
  stopAt(table, button);
  button.focus();
}

const stopIn = (cell: Element | undefined) =>
  cell?.querySelector<HTMLButtonElement>("button[data-stop]") ?? null;

function next(table: HTMLTableElement, from: HTMLButtonElement, key: string): HTMLButtonElement | null {
  const cell = from.closest<HTMLTableCellElement>("td, th");
  const row = cell?.closest("tr");
  if (!cell || !row) return null;
  const cells = [...row.cells].filter((it) => stopIn(it) !== null);
  const at = cells.indexOf(cell);
  const rows = [...table.rows].filter(({ hidden }) => !hidden);
  const index = rows.indexOf(row);
  const inColumn = (candidates: HTMLTableRowElement[]) =>
    candidates.map((it) => stopIn(it.cells[cell.cellIndex])).find((stop) => stop !== null) ?? null;
  switch (key) {
    case "ArrowRight":
      return stopIn(cells[at + 1]);
    case "ArrowLeft":
      return stopIn(cells[at - 1]);
    case "ArrowDown":
      return inColumn(rows.slice(index + 1));
    case "ArrowUp":
      return inColumn(rows.slice(0, index).reverse());
    case "Home":
      return stopIn(cells[0]);
    case "End":
      return stopIn(cells.at(-1));
    default:
      return null;
  }
}
