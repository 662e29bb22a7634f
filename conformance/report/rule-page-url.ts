/** Makes the URL of a rule's page in the documentation, and checks URLs that a page may link to. */
import { uriComponent, withoutTrailing } from "../results/format-text.ts";

/**
 * The URL of a rule's page in the rendered documentation.
 *
 * @param base URL of the documentation, with or without a slash at its end; null for none
 * @returns null without documentation, or if `base` is not an http or https URL; credentials in it are dropped
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
 * Parses a URL that a page may link to.
 *
 * @param protocols accepted protocols, e.g. `https:`; a link with another one could run a script
 * @returns null for any other text; user name and password are dropped
 */
export function webAddress(text: string, protocols: readonly string[]): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!protocols.includes(url.protocol)) return null;
  url.username = "";
  url.password = "";
  return url;
}
