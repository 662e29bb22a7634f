/**
 * The link whose fragment the address has, or begins with: `#/records/putrecord/responses` is below
 * `#/records/putrecord`. The longest one where several do.
 */
function nearest(links: readonly HTMLAnchorElement[]): HTMLAnchorElement | undefined {
  const at = location.hash.toLowerCase();
  const above = links.filter(({ hash }) => at === hash || at.startsWith(`${hash}/`));
  return above.toSorted((a, b) => b.hash.length - a.hash.length)[0];
}

/** Brings the marked link into view, with some of what is around it; the page itself stays where it is. */
function reveal(nav: HTMLElement): void {
  const marked = nav.querySelector("[aria-current]")?.getBoundingClientRect();
  const box = nav.getBoundingClientRect();
  if (marked === undefined || box.height === 0) return;
  const isSeen = marked.top >= box.top && marked.bottom <= box.bottom - box.height / 6;
  if (!isSeen) nav.scrollTop += marked.top - box.top - box.height / 3;
}

/** Marks the link to the part of this page that the address names, such as an operation of the reference. */
function followAddress(nav: HTMLElement): void {
  const all = [...nav.querySelectorAll<HTMLAnchorElement>("a")];
  const links = all.filter(({ pathname, hash }) => pathname === location.pathname && hash.length > 1);
  if (links.length === 0) return;
  const sent = nav.querySelector("[aria-current]");
  const mark = () => {
    for (const link of links) link.removeAttribute("aria-current");
    const link = nearest(links);
    // The page itself, as it was sent, where its address names no part of it.
    const current = link ?? sent;
    sent?.removeAttribute("aria-current");
    current?.setAttribute("aria-current", link ? "true" : "page");
    for (let at = link?.closest("details"); at; at = at.parentElement?.closest("details")) at.open = true;
    reveal(nav);
  };
  addEventListener("hashchange", mark);
  mark();
}

/** Keeps the mark of the navigation where the reader is, and closes it where it lies over the page. */
export function followNavigation(): void {
  const nav = document.getElementById("nav");
  if (nav === null) return;
  followAddress(nav);
  reveal(nav);
  nav.addEventListener("toggle", () => reveal(nav));
  const close = () => {
    if (nav.matches(":popover-open")) nav.hidePopover();
  };
  nav.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")) close();
  });
  // Where there is room for it beside the page, it lies over nothing.
  matchMedia("(width >= 60rem)").addEventListener("change", close);
}
