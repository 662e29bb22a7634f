/** Marks the link of the navigation to the section in view. */
export function followSections(container: HTMLElement): void {
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>("#nav a[href*='#/']")].map((link) => [
      link.hash.slice(1),
      link,
    ]),
  );
  let marked: HTMLAnchorElement | undefined;
  let waiting = false;

  function mark(): void {
    waiting = false;
    const link = links.get(routeInView(container));
    if (link === marked && link?.ariaCurrent) return;
    marked?.removeAttribute("aria-current");
    marked = link;
    if (link === undefined) return;
    link.setAttribute("aria-current", "true");
    for (let at = link.closest("details"); at; at = at.parentElement?.closest("details") ?? null)
      at.open = true;
    // Only the column scrolls: `scrollIntoView` might move the page as well.
    const column = document.getElementById("nav");
    if (column === null) return;
    const { top, bottom } = link.getBoundingClientRect();
    const box = column.getBoundingClientRect();
    if (top < box.top || bottom > box.bottom) column.scrollTop += top - box.top - box.height / 2;
  }
  function scheduleMark(): void {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  }
  addEventListener("scroll", scheduleMark, { passive: true });
  addEventListener("hashchange", scheduleMark);
  new MutationObserver(scheduleMark).observe(container, { childList: true, subtree: true });
  scheduleMark();
}

/** The last section that begins above the middle of the window. */
function routeInView(container: HTMLElement): string {
  let route = "/";
  for (const section of container.querySelectorAll<HTMLElement>("[data-section-id^='/']")) {
    const { top, height } = section.getBoundingClientRect();
    if (height === 0) continue;
    if (top > innerHeight / 2) break;
    route = section.dataset.sectionId ?? route;
  }
  return route;
}
