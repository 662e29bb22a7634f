import { uriComponent } from "../results/format-text.ts";

/** Makes the request target, path and query, exactly as it is sent. */

/** Parameters, which are encoded, or a raw query without its question mark. */
export type Query = Record<string, string | number> | string;

/** A query with its question mark; empty for none. */
export function queryText(query: Query | undefined): string {
  if (query === undefined) return "";
  if (typeof query === "string") return `?${query}`;
  // OpenAPI's form style encodes the members of a list, but not the commas between them.
  const encode = (value: string | number) => uriComponent(String(value)).replaceAll("%2C", ",");
  return `?${Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&")}`;
}

/**
 * The request target, exactly as it is sent.
 * @param path raw path below the endpoint URL
 */
export function rawTarget(endpoint: URL, path: string, query: Query | undefined): string {
  return endpoint.pathname.replace(/\/$/, "") + path + queryText(query);
}
