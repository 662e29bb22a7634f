import type { Outcome } from "./outcome.ts";
import type { Fault } from "./problem.ts";
import type { Names } from "./route.ts";
import type { Store, Written } from "./store.ts";
import type { Conditions, Query } from "./validate.ts";

/** A request that is authentic, has a path, a method and a form that the document defines, and wants to be done. */
export interface Call {
  store: Store;
  account: string;
  names: Names;
  query: Query;
  conditions: Conditions;
  /** The parsed body, valid by the operation's schema. */
  body: unknown;
}

/** One method of a resource. */
export interface Action {
  /** What is malformed beyond what the document's schemas can say. */
  faults?(call: Call): Fault[];
  /** Performs the call; every condition has been met. */
  act(call: Call): Outcome;
}

/** What a path of the document names. A HEAD is performed as GET. */
export interface Resource {
  /** The version that conditions compare with; undefined where the target does not exist. */
  version(call: Call): number | undefined;
  get?: Action;
  put?: Action;
  post?: Action;
  delete?: Action;
}

/** The outcome of a write; one that changed nothing took no version, so that its target's is reported. */
export function written(status: number, { changed, version, modified }: Written, content?: unknown): Outcome {
  return { status, ...(changed && { version, modified }), ...(content !== undefined && { content }) };
}
