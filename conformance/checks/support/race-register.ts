/** One record as a register with compare-and-set, for the linearizability check. */
import type { Shrinking, Specification } from "./race-linearizability.ts";

/** What is known of the answer to an operation on a record; versions as its body or header field tells them. */
export interface KnownAnswer {
  status: number;
  version: number | null;
  payload: string | null;
}

/** A request on one record; no two give the same payload. */
export interface RecordOp {
  kind: "read" | "put" | "delete";
  /** Of a put. */
  payload: string | null;
  /** Of a precondition; null where there is none. A version of this record that was seen, or 0. */
  ifModified: number | null;
  ifUnmodified: number | null;
  /** null: not known. */
  known: KnownAnswer | null;
}

/** A record as it is after some operations. */
export interface RecordState {
  /** null: it is missing. */
  payload: string | null;
  /** null: no answer has named the version of this payload. */
  version: number | null;
  /** The greatest version that an operation is known to have taken. */
  last: number;
}

/** One record that is missing in the beginning: a register with compare-and-set, by version. */
export const recordSpecification: Specification<RecordState, RecordOp> = {
  initial: { payload: null, version: 0, last: 0 },
  key: ({ payload, version, last }) => `${payload} ${version} ${last}`,
  apply: (state, op) => {
    if (op.kind === "read") return read(state, op);
    return op.kind === "put" ? put(state, op) : remove(state, op);
  },
};

export const recordShrinking: Shrinking<RecordOp> = {
  pending: (op) => (op.kind === "read" ? null : { ...op, known: null }),
  isIdle: ({ kind, known }) => kind === "read" || (known !== null && known.status >= 400),
};

/**
 * Whether the record is as a client saw it. One of which nobody was known came after all that was seen and is not seen
 * as it is: versions rise.
 */
function isUnmodified({ payload, version }: RecordState, seen: number): boolean {
  if (payload === null) return seen === 0;
  return version !== null && version <= seen;
}

/** Whether an answer can tell of this version of the record. */
function isConsistentWith({ version }: RecordState, known: KnownAnswer): boolean {
  return version === null || known.version === null || known.version === version;
}

function read(state: RecordState, { ifModified, known }: RecordOp): RecordState | null {
  if (known === null) return state;
  const isMissing = state.payload === null;
  if (known.status === 404) return isMissing ? state : null;
  if (isMissing || !isConsistentWith(state, known)) return null;
  const isSame = ifModified !== null && isUnmodified(state, ifModified);
  if (known.status === 304) return isSame ? state : null;
  if (isSame || known.status !== 200 || known.payload !== state.payload) return null;
  if (state.version !== null || known.version === null) return state;
  // Only now an answer named the version.
  return known.version > state.last ? { ...state, version: known.version, last: known.version } : null;
}

/** The record after a write, if the answer is possible. */
function written(state: RecordState, { known }: RecordOp, payload: string | null): RecordState | null {
  const { version = null } = known ?? {};
  if (version !== null && version <= state.last) return null;
  const { last } = state;
  return { payload, version: payload === null ? 0 : version, last: Math.max(last, version ?? 0) };
}

function put(state: RecordState, op: RecordOp): RecordState | null {
  const { known, ifUnmodified } = op;
  const holds = ifUnmodified === null || isUnmodified(state, ifUnmodified);
  if (known?.status === 412) return !holds && isConsistentWith(state, known) ? state : null;
  if (!holds) return null;
  const isMissing = state.payload === null;
  if (known !== null && (known.status === 201) !== isMissing) return null;
  return written(state, op, op.payload);
}

function remove(state: RecordState, op: RecordOp): RecordState | null {
  const { known, ifUnmodified } = op;
  if (state.payload === null) return known === null || known.status !== 404 ? null : state;
  const holds = ifUnmodified === null || isUnmodified(state, ifUnmodified);
  if (known?.status === 412) return !holds && isConsistentWith(state, known) ? state : null;
  if (!holds || known?.status === 404) return null;
  return written(state, op, null);
}
