/** Milliseconds without a change after which the layout of Redoc is settled: it lays out sections as they come into view. */
const SETTLED = 250;
const GIVE_UP = 10_000;

/** Scrolls to the rule in the query of the URL (`?rule=record.created`), and marks it. */
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

/** The section of the route: `#/records/putrecord`, also with a part of it after the route. */
function sectionOf(container: HTMLElement): Element | null {
  const route = decodeURIComponent(location.hash).split("#")[1] || "/";
  // The overview is first, and its sections are only headings.
  if (route === "/" || route.startsWith("/section/")) return container;
  return container.querySelector(`[data-section-id="${CSS.escape(route)}"]`);
}
