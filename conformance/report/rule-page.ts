import { uriComponent, withoutTrailing } from "../results/format-text.ts";

/**
 * Address of a rule's page in the rendered documentation.
 *
 * @param base URL under which the documentation stands, with or without a slash at its end; null for none
 * @returns null without documentation, or where `base` is no http or https URL; credentials in it are dropped
 */
export function rulePage(id: string, base: string | null): string | null {
  const url = base === null ? null : webAddress(base, ["http:", "https:"]);
  if (url === null) return null;
  url.pathname = `${withoutTrailing(url.pathname, "/")}/rules/${uriComponent(id)}.html`;
  url.search = "";
  url.hash = "";
  return url.href;
}

/**
 * An address to which a page may link.
 *
 * @param protocols those to accept, e.g. `https:`: a link of another one could run a script
 * @returns null for everything else; user name and password are dropped
 */
export function webAddress(text: string, protocols: readonly string[]): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!protocols.includes(url.protocol)) return null;
  url.username = "";
  url.password = "";
  return url;
}
