/** The interface of the store that holds the contents of all accounts. */
import type { Partition } from "../contract/document.ts";
import type { SessionStore } from "./session-store.ts";
import type { Change, Written } from "./stored-changes.ts";

export type { Partition };

export interface StoredRecord {
  id: string;
  /** Bare name, without the partition. */
  collection: string;
  version: number;
  /** Whole seconds since the epoch. */
  modified: number;
  payload: string;
  sortindex: number | null;
  /** Milliseconds since the epoch; null: never. */
  expires: number | null;
}

/** The error of a write that would leave the usage above the quota and higher than before; nothing is written. */
export class QuotaExceeded extends Error {}

export type Sort = "newest" | "oldest" | "index";

/** A record within its partition. */
export interface RecordName {
  collection: string;
  id: string;
}

/** The position of a record in a listing: its sort key, and its name to break ties. */
export interface Cursor extends RecordName {
  key: number;
}

export interface ListQuery {
  partition: Partition;
  /** Bare names; null: all. */
  collections: string[] | null;
  ids: RecordName[] | null;
  /** Strictly greater. */
  newer: number | null;
  /** Strictly less. */
  older: number | null;
  /** null: by collection, then id. */
  sort: Sort | null;
  /** Only records after this position; null: all. */
  after: Cursor | null;
  limit: number;
}

export interface CollectionState {
  /** Full path, e.g. `storage/bookmarks`. */
  path: string;
  version: number;
  /** Records that exist. */
  count: number;
  /** UTF-8 bytes of their payloads. */
  bytes: number;
}

/**
 * The contents of all accounts. An account needs no creation: before the first write it is at version 0 and empty. An
 * expired record does not exist for any method. Every method is synchronous, so everything that a request reads between
 * two awaits belongs to one moment (version.snapshot).
 */
export interface Store {
  /** Names the account's history of versions (header.store.present). */
  history(account: string): string;
  /** Whole seconds since the epoch; never steps back, for any account (header.timestamp.monotonic). */
  now(): number;
  /** Version of the account or of one of its partitions; 0 before the first write. */
  version(account: string, partition?: Partition): number;
  /** Version of a collection; undefined if it does not exist. */
  collectionVersion(account: string, partition: Partition, collection: string): number | undefined;
  /** The existing collections of both partitions, sorted by path. */
  collections(account: string): CollectionState[];
  record(account: string, partition: Partition, collection: string, id: string): StoredRecord | undefined;
  /** A page of a partition or of some of its collections; `more` says whether further records match. */
  list(account: string, query: ListQuery): { records: StoredRecord[]; more: boolean };
  /**
   * Applies the changes in order, in one transaction and with one version. It does not check the scopes of sessions.
   * @param quota bytes; absent or null: none
   * @throws QuotaExceeded
   */
  write(account: string, changes: Change[], quota?: number | null): Written;
  readonly sessions: SessionStore;
  close(): void;
}
