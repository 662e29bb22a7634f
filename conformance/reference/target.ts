import { decodeUnreserved } from "../contract/match.ts";

/** What the request target names. */
export interface Target {
  /** null where the target is not below the endpoint URL of any account. */
  account: string | null;
  /** Raw path below the endpoint URL; empty or with a leading slash. */
  path: string;
  query: URLSearchParams;
}

const ACCOUNT = /^[A-Za-z0-9_-]{1,64}$/;
const AUTHORITY = /^https?:\/\/[^/?]*/i;

/**
 * Reads a raw request target, in origin-form or absolute-form (RFC 9112, section 3.2). Nothing is normalised: dot
 * segments, empty segments and encoded slashes stay what they are and so name nothing (path.segments).
 */
export function readTarget(raw: string): Target {
  const [path, query] = cut(raw.replace(AUTHORITY, ""), "?");
  const [root, prefix = "", account = "", ...rest] = path.split("/");
  const known = root === "" && decodeUnreserved(prefix) === "2.0" && ACCOUNT.test(decodeUnreserved(account));
  return {
    account: known ? decodeUnreserved(account) : null,
    path: rest.map((segment) => `/${segment}`).join(""),
    query: new URLSearchParams(query),
  };
}

function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
