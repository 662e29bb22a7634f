/** Redoc lays its sections out as they come into view; by then the place is settled. */
const SETTLED = 250;
const GIVE_UP = 10_000;

/** Brings the rule that the address asks for (`?rule=record.created`) into view, and marks it. */
export function showRule(container: HTMLElement): void {
  const rule = new URLSearchParams(location.search).get("rule");
  if (rule === null) return;
  const began = performance.now();
  let timer = setTimeout(settled, SETTLED);
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(settled, SETTLED);
  });
  observer.observe(container, { childList: true, subtree: true });

  function settled(): void {
    const item = sectionOf(container)
      ?.querySelector(`[data-rule="${CSS.escape(rule as string)}"]`)
      ?.closest("li");
    if (item) {
      observer.disconnect();
      item.classList.add("asked");
      item.scrollIntoView({ block: "center" });
    } else if (performance.now() - began < GIVE_UP) timer = setTimeout(settled, SETTLED);
    else observer.disconnect();
  }
}

/** The section that the route names: `#/records/putrecord`, with or without a part of it behind. */
function sectionOf(container: HTMLElement): Element | null {
  const route = decodeURIComponent(location.hash).split("#")[1] || "/";
  // The overview comes first, and its sections are mere headings.
  if (route === "/" || route.startsWith("/section/")) return container;
  return container.querySelector(`[data-section-id="${CSS.escape(route)}"]`);
}
