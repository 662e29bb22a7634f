// Marks the current link of the navigation.
/**
 * The link with the longest fragment that equals or precedes that of the page: `#/records/putrecord` precedes
 * `#/records/putrecord/responses`.
 */
function nearest(links: readonly HTMLAnchorElement[]): HTMLAnchorElement | undefined {
  const fragment = location.hash.toLowerCase();
  const matches = links.filter(({ hash }) => fragment === hash || fragment.startsWith(`${hash}/`));
  return matches.toSorted((a, b) => b.hash.length - a.hash.length)[0];
}

/** Scrolls the navigation to the marked link. The page itself does not scroll. */
function reveal(nav: HTMLElement): void {
  const marked = nav.querySelector("[aria-current]")?.getBoundingClientRect();
  const box = nav.getBoundingClientRect();
  if (marked === undefined || box.height === 0) return;
  const isSeen = marked.top >= box.top && marked.bottom <= box.bottom - box.height / 6;
  if (!isSeen) nav.scrollTop += marked.top - box.top - box.height / 3;
}

/** Marks the link to the part of the page in its fragment, such as an operation of the reference. */
function followAddress(nav: HTMLElement): void {
  const all = [...nav.querySelectorAll<HTMLAnchorElement>("a")];
  const links = all.filter(({ pathname, hash }) => pathname === location.pathname && hash.length > 1);
  if (links.length === 0) return;
  const original = nav.querySelector("[aria-current]");
  const mark = () => {
    for (const link of links) link.removeAttribute("aria-current");
    const link = nearest(links);
    // Without a link for the fragment, the link of the page itself stays current.
    const current = link ?? original;
    original?.removeAttribute("aria-current");
    current?.setAttribute("aria-current", link ? "true" : "page");
    for (let at = link?.closest("details"); at; at = at.parentElement?.closest("details")) at.open = true;
    reveal(nav);
  };
  addEventListener("hashchange", mark);
  mark();
}

/** Marks the current link of the navigation, and closes a navigation that covers the page after a click. */
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
  // A wide window shows the navigation beside the page.
  matchMedia("(width >= 60rem)").addEventListener("change", close);
}
