/** Light or dark. The name under which it is kept is Redoc's, so that the reference and all else go together. */
export type Mode = "light" | "dark";
const KEY = "redoc.colorMode";

/** What was chosen last; what the system prefers where nothing was, or nothing can be kept. */
export function preferredMode(): Mode {
  const system: Mode = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : system;
  } catch {
    return system;
  }
}

/** Shows the page in these colours. */
export function showMode(mode: Mode): void {
  const { classList } = document.documentElement;
  classList.remove("light", "dark");
  classList.add(mode);
}

function shown(): Mode {
  return document.documentElement.classList.contains("dark") ? "dark" : "light";
}

function keep(mode: Mode): void {
  try {
    localStorage.setItem(KEY, mode);
  } catch {
    // A browser that keeps nothing shows what was chosen until the page is left.
  }
}

/** Lets the button of the header switch, and follows what else does: another tab, the reference, the system. */
export function followColours(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-colours]");
  const tell = () => button?.setAttribute("aria-pressed", String(shown() === "dark"));
  tell();
  button?.addEventListener("click", () => {
    showMode(shown() === "dark" ? "light" : "dark");
    keep(shown());
  });
  new MutationObserver(tell).observe(document.documentElement, { attributeFilter: ["class"] });
  addEventListener("storage", ({ key }) => {
    if (key === KEY) showMode(preferredMode());
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => showMode(preferredMode()));
}
