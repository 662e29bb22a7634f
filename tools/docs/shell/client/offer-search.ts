import { makeSearchDialog } from "./search-dialog.ts";

/** Whether keys that are pressed there are text. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select");
}

/** Opens the search from its button, by Ctrl+K (or Cmd+K), and by `/`. */
export function offerSearch(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-search]");
  let open: (() => void) | undefined;
  const show = () => {
    open ??= makeSearchDialog();
    open();
  };
  button?.addEventListener("click", show);
  const onMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const hint = button?.querySelector("kbd");
  if (onMac && hint) hint.textContent = "⌘ K";
  addEventListener(
    "keydown",
    (event) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
      const byLetter = key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey && !shiftKey;
      // Where `/` needs Shift, Shift is held.
      const bySlash = key === "/" && !ctrlKey && !metaKey && !altKey && !isTyping(target);
      if (!byLetter && !bySlash) return;
      event.preventDefault();
      // A page that brings a search of its own must not open two.
      event.stopImmediatePropagation();
      show();
    },
    { capture: true },
  );
}
