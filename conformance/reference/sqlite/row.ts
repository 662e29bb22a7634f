import type { StoredRecord } from "../store.ts";

/**
 * A record as a JSON text. The driver takes longer over each column than it takes to write and read the text; and what
 * follows U+0000 in a text, as payloads may have it, the driver gives only where that is escaped.
 */
export const RECORD = `
  json_array(id, collection, version, modified, CAST(payload AS TEXT), sortindex, expires) AS record`;

/** True of a record that has not expired. */
export const ALIVE = "(expires IS NULL OR expires > :now)";

/** Reads a row of `RECORD`. */
export function toRecord(row: unknown): StoredRecord {
  const text = (row as { record: string }).record;
  const [id, collection, version, modified, payload, sortindex, expires] = JSON.parse(text) as Values;
  return { id, collection, version, modified, payload, sortindex, expires };
}

type Values = [
  id: string,
  collection: string,
  version: number,
  modified: number,
  payload: string,
  sortindex: number | null,
  expires: number | null,
];
