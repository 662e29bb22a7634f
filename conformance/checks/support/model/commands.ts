/** The commands that random sequences consist of. */
import type { Partition } from "../../../contract/document.ts";
import type { Fields } from "./write-effects.ts";

/** Which version a condition or filter gives, looked up when the request is made. */
export type VersionRef = "target" | "before" | "seen" | "zero" | "account" | "future";

export interface Condition {
  on: "modified" | "unmodified";
  version: VersionRef;
}

/** To which account a request goes, where there are two; to the first where left out. */
interface Addressed {
  account?: 0 | 1;
}

/** What all requests that a version has to do with have in common. */
export interface SendingManner extends Addressed {
  /** Which client sends it. */
  client: number;
  /** Which of the live sessions it is sent in, where there is any; null: none. */
  session: number | null;
  /** Whether that session is one that has ended or, where there are two accounts, one of the other. */
  late: boolean;
  /**
   * Whether it keeps to what there is, wherever else it would go: a write in a session to its scope, a read or
   * deletion of a record to those that exist.
   */
  aimed: boolean;
  condition: Condition | null;
}

/** An element of a list; `bad` makes it one that has to fail. */
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

/** The version of one of the records, counted in ascending order, or one beside it. */
interface VersionOf {
  nth: number;
  plus: -1 | 0 | 1;
}

/** A record, and where it is. */
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
      /** Whether the first element is in the list twice, which a server has to refuse. */
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
        /** Which of the live sessions it is about or, where there is none, of those that have ended. */
        session: number;
        late: boolean;
      }
  );

/** Stores records until a collection has as many as the longest page, and some more. */
export type Pad = { kind: "pad"; partition: Partition; collection: string; plus: -1 | 0 | 1 };

/** The next page of a listing; where it is `late`, of that of the other account. */
export type Next = { kind: "next"; late: boolean; condition: Condition | null } & Addressed;

/** A request that a sequence is made of, as plain data; `wait` is none, but waits until records have expired. */
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
