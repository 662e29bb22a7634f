// Switches the page between light and dark.
/** Light or dark. */
export type Mode = "light" | "dark";
/** The key of Redoc in the local storage, so that the reference and all other pages have the same mode. */
const KEY = "redoc.colorMode";

/** The stored mode; that of the system if none is stored. */
export function preferredMode(): Mode {
  const system: Mode = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : system;
  } catch {
    return system;
  }
}

/** Shows the page in a mode. */
export function showMode(mode: Mode): void {
  const { classList } = document.documentElement;
  classList.remove("light", "dark");
  classList.add(mode);
}

function currentMode(): Mode {
  return document.documentElement.classList.contains("dark") ? "dark" : "light";
}

function storeMode(mode: Mode): void {
  try {
    localStorage.setItem(KEY, mode);
  } catch {
    // Without a local storage the choice lasts until the user leaves the page.
  }
}

/** Connects the button in the header, and follows changes by another tab, the reference and the system. */
export function followColours(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-colours]");
  const updateButton = () => button?.setAttribute("aria-pressed", String(currentMode() === "dark"));
  updateButton();
  button?.addEventListener("click", () => {
    showMode(currentMode() === "dark" ? "light" : "dark");
    storeMode(currentMode());
  });
  new MutationObserver(updateButton).observe(document.documentElement, { attributeFilter: ["class"] });
  addEventListener("storage", ({ key }) => {
    if (key === KEY) showMode(preferredMode());
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => showMode(preferredMode()));
}
