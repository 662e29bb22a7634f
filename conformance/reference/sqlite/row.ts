import type { StoredRecord } from "../store.ts";

/** The columns of a record. */
export const COLUMNS = "id, collection, version, modified, payload, sortindex, expires";

/** True of a record that has not expired. */
export const ALIVE = "(expires IS NULL OR expires > :now)";

/** The columns of a record as the driver gives them: `all` has ArrayBuffers where `get` has Buffers. */
export interface RecordRow extends Omit<StoredRecord, "payload"> {
  payload: ArrayBuffer;
}

export function toRecord(row: RecordRow): StoredRecord {
  const { id, collection, version, modified, sortindex, expires } = row;
  return {
    id,
    collection,
    version,
    modified,
    payload: Buffer.from(row.payload).toString(),
    sortindex,
    expires,
  };
}
