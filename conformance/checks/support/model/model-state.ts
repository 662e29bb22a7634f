/** The contents of an account in the model, and how writes change them. */
import { isDeepStrictEqual } from "node:util";
import { PARTITIONS, type Partition } from "../../../contract/document.ts";
import type { Effect } from "./write-effects.ts";

/** The contents of an account by the rules. A state is immutable, except that `learn` corrects versions. */
export interface State {
  /** The account's current version. */
  version: number;
  partitions: Record<Partition, ModelPartition>;
}

interface ModelPartition {
  version: number;
  collections: Map<string, ModelCollection>;
}

export interface ModelCollection {
  version: number;
  /** The version of the write that created it, which distinguishes it from a deleted collection of the same name. */
  born: number;
  records: Map<string, ModelRecord>;
}

export interface ModelRecord {
  version: number;
  payload: string;
  /** null: unset. */
  sortindex: number | null;
  /** null: never. */
  expires: Span | null;
}

/**
 * A span of time, in seconds of our clock since the epoch: for a write, from its sending to its answer; for an expiry,
 * the time in which a record may or may not exist.
 */
export interface Span {
  from: number;
  until: number;
}

/** The time of a hypothetical write. */
const SOMETIME: Span = { from: 0, until: 0 };

/** A record with its name within the partition. */
export interface LocatedRecord extends ModelRecord {
  collection: string;
  id: string;
}

/** The result of a write. */
export interface Applied {
  state: State;
  /** Whether anything was stored or removed, which takes a version. */
  changed: boolean;
  /** How many records did not exist before. */
  created: number;
}

/**
 * Performs effects in order, with one version. It does not change the given state.
 * @param when time of the write, from which each `ttl` counts
 */
export function apply(
  before: State,
  effects: readonly Effect[],
  version: number,
  when: Span = SOMETIME,
): Applied {
  const state = copyOf(before);
  const applied: Applied = { state, changed: false, created: 0 };
  const raise = (partition: Partition, collection?: ModelCollection) => {
    if (collection) collection.version = version;
    state.partitions[partition].version = version;
    state.version = version;
    applied.changed = true;
  };
  for (const effect of effects) {
    if (effect.kind === "store") {
      const { collections } = state.partitions[effect.partition];
      const collection = collections.get(effect.collection) ?? { version, born: version, records: new Map() };
      collections.set(effect.collection, collection);
      const existing = collection.records.get(effect.id);
      const base = effect.whole ? undefined : existing;
      const { payload, sortindex, ttl } = effect.fields;
      collection.records.set(effect.id, {
        version,
        payload: (payload === undefined ? base?.payload : payload) ?? "",
        sortindex: (sortindex === undefined ? base?.sortindex : sortindex) ?? null,
        expires: (ttl === undefined ? base?.expires : ttl && expiryOf(ttl, when)) ?? null,
      });
      if (!existing) applied.created += 1;
      raise(effect.partition, collection);
    } else if (effect.kind === "remove") {
      const collection = state.partitions[effect.partition].collections.get(effect.collection);
      for (const id of effect.ids) if (collection?.records.delete(id)) raise(effect.partition, collection);
    } else if (effect.kind === "drop") {
      const { collections } = state.partitions[effect.partition];
      for (const name of effect.collections ?? [...collections.keys()]) {
        if (collections.delete(name)) raise(effect.partition);
      }
    } else {
      wipe(state, effect.keep, raise);
    }
  }
  return applied;
}

/** A record exists for its `ttl` at least, and at most a second longer (expiry.lives, expiry.gone). */
function expiryOf(ttl: number, { from, until }: Span): Span {
  return { from: from + ttl, until: until + ttl + 1 };
}

function copyOf({ version, partitions }: State): State {
  const partition = (name: Partition): ModelPartition => ({
    version: partitions[name].version,
    collections: new Map(
      [...partitions[name].collections].map(([path, collection]) => [
        path,
        { ...collection, records: new Map(collection.records) },
      ]),
    ),
  });
  return { version, partitions: { control: partition("control"), storage: partition("storage") } };
}

/** The state without the records expired at a moment; expiry changes no version (expiry.version). */
export function withoutExpired(
  before: State,
  now: number,
): { state: State; gone: (LocatedRecord & { partition: Partition })[] } {
  const state = copyOf(before);
  const gone: (LocatedRecord & { partition: Partition })[] = [];
  for (const name of PARTITIONS) {
    for (const record of recordsOf(before, name)) {
      if (!record.expires || record.expires.until >= now) continue;
      state.partitions[name].collections.get(record.collection)?.records.delete(record.id);
      gone.push({ ...record, partition: name });
    }
  }
  return { state, gone };
}

/** The expiries of an account's records. */
export function expiriesOf(state: State): Span[] {
  return PARTITIONS.flatMap((name) =>
    recordsOf(state, name).flatMap(({ expires }) => (expires ? [expires] : [])),
  );
}

function wipe(state: State, keep: string[], raise: (partition: Partition, left?: ModelCollection) => void) {
  for (const partition of PARTITIONS) {
    if (keep.includes(partition)) continue;
    const { collections } = state.partitions[partition];
    for (const [name, collection] of collections) {
      const path = `${partition}/${name}`;
      if (keep.includes(path)) continue;
      const lost = [...collection.records.keys()].filter((id) => !keep.includes(`${path}/${id}`));
      if (lost.length < collection.records.size) {
        for (const id of lost) collection.records.delete(id);
        if (lost.length > 0) raise(partition, collection);
      } else {
        collections.delete(name);
        raise(partition);
      }
    }
  }
}

/** The records of a partition, or of one of its collections. */
export function recordsOf(state: State, partition: Partition, only: string | null = null): LocatedRecord[] {
  return [...state.partitions[partition].collections].flatMap(([collection, { records }]) =>
    only === null || collection === only
      ? [...records].map(([id, record]) => ({ collection, id, ...record }))
      : [],
  );
}

/** UTF-8 bytes of payloads. */
export function bytesOf(records: readonly ModelRecord[]): number {
  return records.reduce((sum, { payload }) => sum + Buffer.byteLength(payload), 0);
}

/** UTF-8 bytes of all payloads of the account. */
export function usageOf(state: State): number {
  return PARTITIONS.reduce((sum, partition) => sum + bytesOf(recordsOf(state, partition)), 0);
}

/** The existing collections by full path. */
export function collectionsOf(state: State): [path: string, collection: ModelCollection][] {
  return PARTITIONS.flatMap((partition) =>
    [...state.partitions[partition].collections].map(([name, collection]): [string, ModelCollection] => [
      `${partition}/${name}`,
      collection,
    ]),
  );
}

/**
 * The containers whose version a commit may leave or raise. Their contents are unchanged, since later staged writes
 * undo earlier ones, and the document leaves open whether such a commit stores or removes anything.
 * @returns full paths of partitions and collections
 */
export function openAfter(before: State, after: State): string[] {
  return PARTITIONS.flatMap((partition) => {
    const [old, now] = [before.partitions[partition], after.partitions[partition]];
    const collections = [...now.collections].filter(([name, collection]) => {
      const was = old.collections.get(name);
      return was && was.version !== collection.version && isDeepStrictEqual(was.records, collection.records);
    });
    const contents = ({ collections }: ModelPartition) =>
      new Map([...collections].map(([name, { records }]) => [name, records]));
    const same = old.version !== now.version && isDeepStrictEqual(contents(old), contents(now));
    return [...(same ? [partition] : []), ...collections.map(([name]) => `${partition}/${name}`)];
  });
}
