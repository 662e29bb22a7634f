import type { Partition } from "../contract/document.ts";

/** What a client may set. An absent field is kept by an update and reset by a replacement; null resets. */
export interface Fields {
  payload?: string | null;
  sortindex?: number | null;
  /** Seconds from the moment of the write. */
  ttl?: number | null;
}

/** One step of a write. Plain data, so that a session can hold it until its commit. */
export type Change =
  | { kind: "replace"; partition: Partition; collection: string; id: string; fields: Fields }
  | { kind: "update"; partition: Partition; collection: string; id: string; fields: Fields }
  | { kind: "deleteRecords"; partition: Partition; collection: string; ids: string[] }
  | { kind: "deleteCollections"; partition: Partition; collections: string[] | null /* null: all */ }
  /** Deletes all of the account but what `keep` names by full paths; a path that leads nowhere keeps nothing. */
  | { kind: "wipe"; keep: string[] };

export interface Written {
  /** The version that the write took; the account's current one where it took none. */
  version: number;
  /** Whole seconds since the epoch, as in the records that the write stored. */
  modified: number;
  /** `collection/id` of the records that did not exist before. */
  created: string[];
  /** Whether anything was stored or removed. If not, no version was taken. */
  changed: boolean;
  /** UTF-8 bytes of all payloads of the account afterwards; null where no quota was to be kept. */
  usage: number | null;
}
