/** Writes and reads `X-Weave-Next-Offset`, the token that continues a listing. */
import { createHmac } from "node:crypto";
import type { Cursor } from "./store.ts";

const SEAL_OCTETS = 12;

/**
 * Writes a position in a listing as an `X-Weave-Next-Offset`: urlsafe base64 of a seal and the position. The seal
 * covers the query and the account's history, so a token fits only the query that it continues. The seal is not a
 * secret: it guards against mistakes, and a forged token shows nothing that the account may not see.
 * @param query everything that has to stay the same from page to page
 */
export function writeOffset(history: string, query: unknown, { key, collection, id }: Cursor): string {
  return sealed(history, query, JSON.stringify([key, collection, id]));
}

/** Reads a token; null if it was not written for this history and query (list.offset.garbage). */
export function readOffset(history: string, query: unknown, token: string): Cursor | null {
  const place = Buffer.from(token, "base64url").subarray(SEAL_OCTETS).toString();
  if (sealed(history, query, place) !== token) return null;
  const [key, collection, id] = JSON.parse(place) as [number, string, string];
  return { key, collection, id };
}

function sealed(history: string, query: unknown, place: string): string {
  const digest = createHmac("sha256", history)
    .update(JSON.stringify([query, place]))
    .digest();
  return Buffer.concat([digest.subarray(0, SEAL_OCTETS), Buffer.from(place)]).toString("base64url");
}
