/** The changes that make up a write, and the result of a write. */
import type { Partition } from "../contract/document.ts";

/** The fields that a client may set. An update keeps an absent field, a replacement resets it; null resets it. */
export interface Fields {
  payload?: string | null;
  sortindex?: number | null;
  /** Seconds from the moment of the write. */
  ttl?: number | null;
}

/** One step of a write. It is plain data, so that a session can keep it until its commit. */
export type Change =
  | { kind: "replace"; partition: Partition; collection: string; id: string; fields: Fields }
  | { kind: "update"; partition: Partition; collection: string; id: string; fields: Fields }
  | { kind: "deleteRecords"; partition: Partition; collection: string; ids: string[] }
  | { kind: "deleteCollections"; partition: Partition; collections: string[] | null /* null: all */ }
  /** Deletes everything in the account except the full paths in `keep`; a path to nothing keeps nothing. */
  | { kind: "wipe"; keep: string[] };

/** The result of a write. */
export interface Written {
  /** The version that the write took, or the account's current one if it took none. */
  version: number;
  /** Whole seconds since the epoch, as in the records that the write stored. */
  modified: number;
  /** `collection/id` of the records that did not exist before. */
  created: string[];
  /** Whether anything was stored or removed. If not, no version was taken. */
  changed: boolean;
  /** UTF-8 bytes of all payloads of the account after the write; null if there is no quota. */
  usage: number | null;
}
