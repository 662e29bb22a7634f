/** The types of a resource and its methods, and of the call that performs one. */

import type { Fault } from "./problem.ts";
import type { Outcome } from "./request-outcome.ts";
import type { Names } from "./route-request.ts";
import type { Service } from "./service.ts";
import type { Limits } from "./service-limits.ts";
import type { Session } from "./session-store.ts";
import type { Store } from "./store.ts";
import type { Change, Written } from "./stored-changes.ts";
import type { Conditions, Query } from "./validate.ts";

/** An authenticated request whose path, method and form the document defines. */
export interface Call {
  store: Store;
  service: Service;
  account: string;
  /** The client's name; empty for the client without a name. */
  client: string;
  names: Names;
  query: Query;
  conditions: Conditions;
  /** The parsed body, valid against the operation's schema; undefined if there is none. */
  body: unknown;
  /** The live session that the path or `X-Weave-Session` names. */
  session: Session | null;
  limits: Limits;
  /** Bytes that the account may use; null: no limit. */
  quota: number | null;
}

interface Judging {
  /** Faults of the request that the document's schemas cannot express. */
  faults?(call: Call): Fault[];
}

/** Anything with a version. */
export interface Versioned {
  version: number;
}

/** A method that reads, or that does not write to the contents of the account. */
export interface Acting<Found = Versioned> extends Judging {
  /**
   * Performs the call, whose conditions hold.
   * @param found the resource that the path names, if it has a version
   */
  act(call: Call, found: Found): Outcome;
}

/** A method that writes to the contents of the account: at once, or when its session is committed. */
export interface Writing extends Judging {
  plan(call: Call): Plan;
}

/** A write as plain data, so that it can be compared with the scopes of sessions, and staged. */
export interface Plan {
  changes: Change[];
  /** True if something other than the target has to exist and does not. */
  missing?: boolean;
  /** The body of the answer, whether the write is performed or staged. */
  content?: unknown;
  /** The status of the answer to the performed write. */
  status(written: Written): number;
}

export type Action<Found = Versioned> = Acting<Found> | Writing;

/** The resource of a path in the document. A HEAD is performed as GET. */
export interface Resource<Found extends Versioned = Versioned> {
  /** Finds the resource with its version; undefined if it does not exist. Absent if the resource has no version. */
  find?(call: Call): Found | undefined;
  get?: Action<Found>;
  put?: Action<Found>;
  post?: Action<Found>;
  delete?: Action<Found>;
}
