/** Works out the request and the effects of a write. */
import type { Write } from "./commands.ts";
import { recordsOf, type State } from "./model-state.ts";
import type { Effect } from "./write-effects.ts";

/** The target of a request; conditions compare with its version. */
export interface Target {
  /** Full path; empty for the account. */
  path: string;
  exists: boolean;
  /** 0 if it does not exist. */
  version: number;
}

/** The request and the effects of a write in a given state. */
export interface Plan {
  method: "PUT" | "POST" | "DELETE";
  target: Target;
  query?: Record<string, string>;
  body?: unknown;
  /** Its effects if it is performed. */
  effects: Effect[];
  /** Whether it is refused for its form in any state. */
  malformed: boolean;
  /** Whether something other than the target has to exist and does not. */
  missing: boolean;
  /** The answer to a list; null to any other write. */
  result: { success: string[]; failed: string[] } | null;
}

/** The target that a path names in a state. */
export function targetAt(state: State, partition?: string, collection?: string | null, id?: string): Target {
  if (partition === undefined) return { path: "", exists: true, version: state.version };
  const part = state.partitions[partition as "storage"];
  if (collection === undefined || collection === null)
    return { path: partition, exists: true, version: part.version };
  const held = part.collections.get(collection);
  const found = id === undefined ? held : held?.records.get(id);
  const path = `${partition}/${collection}${id === undefined ? "" : `/${id}`}`;
  return { path, exists: found !== undefined, version: found?.version ?? 0 };
}

const SIMPLE = { malformed: false, missing: false, result: null };

/** Works out the request and the effects of a write. */
export function planOf(command: Write, state: State): Plan {
  if (command.kind === "wipe") return wiping(command.keep, state);
  const { partition } = command;
  if (command.kind === "deletePartition") {
    const { collections } = command;
    return {
      ...SIMPLE,
      method: "DELETE",
      target: targetAt(state, partition),
      ...(collections && { query: { collections: collections.join(",") } }),
      effects: [{ kind: "drop", partition, collections }],
    };
  }
  const { collection } = command;
  if (command.kind === "postList") return listing(command, state);
  if (command.kind === "deleteCollection") {
    const { ids } = command;
    return {
      ...SIMPLE,
      method: "DELETE",
      target: targetAt(state, partition, collection),
      ...(ids && { query: { ids: ids.join(",") } }),
      effects: [
        ids
          ? { kind: "remove", partition, collection: command.collection, ids }
          : { kind: "drop", partition, collections: [command.collection] },
      ],
    };
  }
  const { id } = command;
  const target = targetAt(state, partition, collection, id);
  const place = { partition, collection: command.collection };
  if (command.kind === "deleteRecord") {
    return { ...SIMPLE, method: "DELETE", target, effects: [{ kind: "remove", ...place, ids: [id] }] };
  }
  const whole = command.kind === "put";
  const { fields } = command;
  const effects: Effect[] = [{ kind: "store", whole, ...place, id, fields }];
  return { ...SIMPLE, method: whole ? "PUT" : "POST", target, body: fields, effects };
}

function listing(command: Extract<Write, { kind: "postList" }>, state: State): Plan {
  const { partition, collection, elements, twice } = command;
  const inCollection = (element: { collection: string }) => collection ?? element.collection;
  const nameOf = (element: { collection: string; id: string }) =>
    collection === null ? `${element.collection}/${element.id}` : element.id;
  const valid = elements.filter(({ bad }) => !bad);
  const body = elements.map((element) => ({
    ...(collection === null && { collection: element.collection }),
    id: element.id,
    ...element.fields,
    ...(element.bad && { sortindex: "first" }),
  }));
  return {
    method: "POST",
    target: targetAt(state, partition, collection),
    body: twice ? [...body, ...body.slice(0, 1)] : body,
    effects: valid.map((element): Effect => {
      const { id, fields } = element;
      return { kind: "store", whole: false, partition, collection: inCollection(element), id, fields };
    }),
    malformed: twice && elements.length > 0,
    missing: false,
    result: {
      success: valid.map(nameOf),
      failed: elements.filter(({ bad }) => bad).map(nameOf),
    },
  };
}

function wiping(keep: string[], state: State): Plan {
  return {
    ...SIMPLE,
    method: "DELETE",
    target: targetAt(state),
    ...(keep.length > 0 && { query: { keep: keep.join(",") } }),
    effects: [{ kind: "wipe", keep }],
    missing: keep.some((path) => !isThere(state, path)),
  };
}

/** Whether the target of a full path exists in a state. */
export function isThere(state: State, path: string): boolean {
  const [partition, collection, id] = path.split("/");
  return targetAt(state, partition, collection, id).exists;
}

/** Records and bytes of payload that effects add to what a session has staged. */
export function amountOf(effects: readonly Effect[]): { records: number; bytes: number } {
  const stored = effects.filter((effect) => effect.kind === "store");
  const bytes = stored.reduce((sum, { fields }) => sum + Buffer.byteLength(fields.payload ?? ""), 0);
  return { records: stored.length, bytes };
}

/** Versions that a filter may name, in ascending order. */
export function versionsIn(state: State): number[] {
  const all = (["storage", "control"] as const).flatMap((partition) => recordsOf(state, partition));
  return [...new Set(all.map(({ version }) => version))].sort((a, b) => a - b);
}
