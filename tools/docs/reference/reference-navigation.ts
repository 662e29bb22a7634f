import type { NavItem } from "../site-model.ts";
import { document, operations } from "./openapi-document.ts";
import { operationHref, tagHref } from "./reference-hrefs.ts";

/** Makes the links of the navigation to the reference, its tags and their operations. */
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
