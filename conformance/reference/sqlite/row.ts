/** Reads a record from a row of the database. */
import type { StoredRecord } from "../store.ts";

/**
 * A record as one JSON text. That is faster than a column for each field. It also keeps payloads with U+0000 whole: the
 * driver cuts a text there unless the character is escaped.
 */
export const RECORD = `
  json_array(id, collection, version, modified, CAST(payload AS TEXT), sortindex, expires) AS record`;

/** The SQL condition of a record that has not expired. */
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
