/** Reads a request target: service, account, path and query. */
import { decodeUnreserved } from "../contract/find-operation.ts";
import { type Mount, scenarioPolicies } from "./policy-scenarios.ts";

/** The parts of a request target. */
export interface Target {
  /** The service whose prefix the target has; null: the ordinary service, which has no prefix. */
  mount: Mount | null;
  /** null if the target is not below the endpoint URL of any account. */
  account: string | null;
  /** Raw path below the endpoint URL; empty or with a leading slash. */
  path: string;
  query: URLSearchParams;
}

const ACCOUNT = /^[A-Za-z0-9_-]{1,64}$/;
const AUTHORITY = /^https?:\/\/[^/?]*/i;
const MOUNTS = new Set(Object.keys(scenarioPolicies(0)));

/**
 * Reads a raw request target, in origin-form or absolute-form (RFC 9112, section 3.2). It normalises nothing: dot
 * segments, empty segments and encoded slashes stay, and so name nothing (path.segments).
 */
export function readTarget(raw: string): Target {
  const [path, query] = splitAt(raw.replace(AUTHORITY, ""), "?");
  const [root, ...segments] = path.split("/");
  const first = decodeUnreserved(segments[0] ?? "");
  const mount = MOUNTS.has(first) ? (first as Mount) : null;
  const [prefix = "", account = "", ...rest] = mount ? segments.slice(1) : segments;
  const known = root === "" && decodeUnreserved(prefix) === "2.0" && ACCOUNT.test(decodeUnreserved(account));
  return {
    mount,
    account: known ? decodeUnreserved(account) : null,
    path: rest.map((segment) => `/${segment}`).join(""),
    query: new URLSearchParams(query),
  };
}

/** The store's name for the account of a target: services share the store, but not their accounts. */
export function storeName({ mount }: Target, account: string): string {
  return mount === null ? account : `${mount}:${account}`;
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
