import type { Outcome } from "./outcome.ts";
import type { Fault } from "./problem.ts";
import type { Names } from "./route.ts";
import type { Service } from "./service.ts";
import type { Limits } from "./service-limits.ts";
import type { Session } from "./session-store.ts";
import type { Store } from "./store.ts";
import type { Change, Written } from "./stored-changes.ts";
import type { Conditions, Query } from "./validate.ts";

/** A request that is authentic, has a path, a method and a form that the document defines, and wants to be done. */
export interface Call {
  store: Store;
  service: Service;
  account: string;
  /** How the client names itself; empty for the nameless one. */
  client: string;
  names: Names;
  query: Query;
  conditions: Conditions;
  /** The parsed body, valid by the operation's schema; undefined where there is none. */
  body: unknown;
  /** The live session that the path or `X-Weave-Session` names. */
  session: Session | null;
  limits: Limits;
  /** Bytes that the account may use; null: as many as it likes. */
  quota: number | null;
}

interface Judging {
  /** What is malformed beyond what the document's schemas can say. */
  faults?(call: Call): Fault[];
}

/** What has a version. */
export interface Versioned {
  version: number;
}

/** A method that reads, or that is about something else than what the account holds. */
export interface Acting<Found = Versioned> extends Judging {
  /**
   * Performs the call; every condition has been met.
   * @param found what the path names, where that has a version
   */
  act(call: Call, found: Found): Outcome;
}

/** A method that writes to what the account holds: at once, or when the session of the call is committed. */
export interface Writing extends Judging {
  plan(call: Call): Plan;
}

/** A write as plain data, which can be compared with what sessions own, and staged. */
export interface Plan {
  changes: Change[];
  /** True where something that has to exist does not, beside the target itself. */
  missing?: boolean;
  /** The body of the answer, whether the write is performed or staged. */
  content?: unknown;
  /** The status of the answer once it is performed. */
  status(written: Written): number;
}

export type Action<Found = Versioned> = Acting<Found> | Writing;

/** What a path of the document names. A HEAD is performed as GET. */
export interface Resource<Found extends Versioned = Versioned> {
  /** With the version that conditions compare with; undefined where it does not exist. Absent: not versioned. */
  find?(call: Call): Found | undefined;
  get?: Action<Found>;
  put?: Action<Found>;
  post?: Action<Found>;
  delete?: Action<Found>;
}
