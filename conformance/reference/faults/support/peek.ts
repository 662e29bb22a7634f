/** Asks the server what an account holds, beside the call that a fault changes. */
import { type Call, credentials, type Reply } from "../fault.ts";

export const MODIFIED = "X-If-Modified-Since-Version";
export const UNMODIFIED = "X-If-Unmodified-Since-Version";
export const VERSION = "X-Last-Modified-Version";

// biome-ignore lint/suspicious/noExplicitAny: a fault knows what it breaks
type Item = any;

/** Asks the server itself, with the credentials of a call and nothing else of it. */
export function peek(call: Call, path = call.path, query = ""): Promise<Reply> {
  return call.pass({ method: "GET", path, query, headers: credentials(call.headers) });
}

/** The version in a header field of a call; null where it is absent or malformed. */
export function versionIn(call: Call, name: string): number | null {
  const text = call.headers.get(name) ?? "";
  return /^[0-9]{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
}

/** The version that a reply reports. */
export function versionOf(reply: Reply): number {
  return Number(reply.headers.get(VERSION));
}

/** The records of a collection; none where it does not exist. */
export async function recordsOf(call: Call, collection: string): Promise<Item[]> {
  return (await peek(call, collection, "full=")).json?.items ?? [];
}

/** The account's current version. */
export async function currentVersion(call: Call): Promise<number> {
  return versionOf(await peek(call, "/info/collections"));
}

/** `/storage/c` of `/storage/c/a`. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** Makes a problem of a reply. */
export function turnInto(reply: Reply, status: number, code: string, version?: number): void {
  reply.status = status;
  reply.headers.set("Content-Type", "application/problem+json");
  if (version === undefined) reply.headers.delete(VERSION);
  else reply.headers.set(VERSION, String(version));
  reply.json = { type: "about:blank", title: code, status, code };
}

/** Makes an empty page of a reply. */
export function turnIntoEmptyPage(reply: Reply): void {
  reply.status = 200;
  reply.headers.set("Content-Type", "application/json");
  reply.headers.set("X-Weave-Records", "0");
  reply.headers.set(VERSION, "0");
  reply.json = { items: [] };
}
