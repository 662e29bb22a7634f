import type { NavItem } from "../page.ts";
import { document, operations } from "./document.ts";
import { operationHref, tagHref } from "./hrefs.ts";

/** The reference, its tags and their operations. */
export function referenceNav(below: readonly NavItem[] = []): NavItem {
  const tags = document.tags.map(({ name }) => ({
    title: name,
    href: tagHref(name),
    items: operations
      .filter(({ tag }) => tag === name)
      .map(({ method, object }) => ({
        title: object.summary,
        href: operationHref(object.operationId),
        method,
      })),
  }));
  return { title: "Reference", href: "reference.html", items: [...tags, ...below] };
}
