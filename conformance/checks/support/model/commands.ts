/** The commands that random sequences consist of. */
import type { Partition } from "../../../contract/document.ts";
import type { Fields } from "./write-effects.ts";

/** Names the version of a condition, which is looked up when the request is made. */
export type VersionRef = "target" | "before" | "seen" | "zero" | "account" | "future";

export interface Condition {
  on: "modified" | "unmodified";
  version: VersionRef;
}

/** The account of a request if there are two; by default the first. */
interface Addressed {
  account?: 0 | 1;
}

/** How a request is sent: by which client, in which session, with which condition. */
export interface SendingManner extends Addressed {
  /** Index of the client. */
  client: number;
  /** Index of the live session that it is sent in; null: none. */
  session: number | null;
  /** Whether that session is an ended one or, with two accounts, one of the other account. */
  late: boolean;
  /**
   * Whether it is aimed at something useful: a write in a session at its scope, a read or deletion at an existing
   * record.
   */
  aimed: boolean;
  condition: Condition | null;
}

/** An element of a list; one with `bad` has to fail. */
interface Element {
  collection: string;
  id: string;
  fields: Fields;
  bad: boolean;
}

export interface Filters {
  ids?: { collection: string; id: string }[];
  collections?: string[];
  newer?: VersionOf;
  older?: VersionOf;
  sort?: "newest" | "oldest" | "index";
  full?: true;
  limit?: number;
}

/** The nth version of all records in ascending order, or the one before or after it. */
interface VersionOf {
  nth: number;
  plus: -1 | 0 | 1;
}

/** The full name of a record. */
export interface RecordName {
  partition: Partition;
  collection: string;
  id: string;
}

export type Write =
  | ({ kind: "put" | "post"; fields: Fields } & RecordName)
  | ({ kind: "deleteRecord" } & RecordName)
  | {
      kind: "postList";
      partition: Partition;
      /** null: the partition, where each element has its own. */
      collection: string | null;
      elements: Element[];
      /** Whether the first element is repeated, so that a server has to refuse the list. */
      twice: boolean;
    }
  | { kind: "deleteCollection"; partition: Partition; collection: string; ids: string[] | null }
  | { kind: "deletePartition"; partition: Partition; collections: string[] | null }
  | {
      kind: "wipe";
      /** Full paths. */
      keep: string[];
    };

export type Read =
  | ({ kind: "get" | "head" } & RecordName)
  | { kind: "list"; partition: Partition; collection: string | null; filters: Filters; wholly: boolean }
  | { kind: "view"; view: View };

export type SessionCommand = Addressed &
  (
    | { kind: "begin"; client: number; scope: string[] }
    | {
        kind: "state" | "commit" | "abort";
        client: number;
        /** Index of the live session or, if there is none, of the ended session that it is about. */
        session: number;
        late: boolean;
      }
  );

/** Stores records until a collection has as many as the longest page, plus `plus`. */
export type Pad = { kind: "pad"; partition: Partition; collection: string; plus: -1 | 0 | 1 };

/** The next page of a listing; with `late`, of the other account's listing. */
export type Next = { kind: "next"; late: boolean; condition: Condition | null } & Addressed;

/** A command of a sequence, as plain data. All but `wait`, which waits for records to expire, are requests. */
export type Command =
  | (Write & SendingManner)
  | (Read & SendingManner)
  | (Pad & SendingManner)
  | Next
  | ({ kind: "look" } & Addressed)
  | { kind: "wait" }
  | SessionCommand;

export const VIEWS = ["collections", "collection_counts", "collection_usage", "quota"] as const;
export type View = (typeof VIEWS)[number];
