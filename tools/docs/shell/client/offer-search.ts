// Opens the search by its button and by keys.
import { makeSearchDialog } from "./search-dialog.ts";

/** True for an element that takes text. */
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
      // `shiftKey` is ignored, since some keyboards need Shift for `/`.
      const bySlash = key === "/" && !ctrlKey && !metaKey && !altKey && !isTyping(target);
      if (!byLetter && !bySlash) return;
      event.preventDefault();
      // Prevents a second search on a page that has its own.
      event.stopImmediatePropagation();
      show();
    },
    { capture: true },
  );
}
