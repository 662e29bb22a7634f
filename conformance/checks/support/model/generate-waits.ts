/** Generates sequences that wait for records to expire. */
import fc from "fast-check";
import { type Command, VIEWS } from "./commands.ts";
import { type CommandMix, commandsOf } from "./generate-commands.ts";
import { ORDINARY, type RecordValues } from "./generate-values.ts";
import type { Plan } from "./sequence-attempts.ts";
import type { Fields } from "./write-effects.ts";

/** Reads whose answers a server may cache: they are sent before a wait and again after it. */
const READS: CommandMix = { get: 3, list: 2, listPlain: 1, view: 6 };
const STORES: CommandMix = { put: 5, post: 3, postCollection: 2, postPartition: 2 };
const STAGES: CommandMix = {
  put: 2,
  post: 5,
  postCollection: 3,
  postPartition: 3,
  deleteRecord: 2,
  deleteCollection: 1,
};

const PLAIN = { client: 0, session: null, late: false, aimed: true, condition: null } as const;
const WAIT: Command = { kind: "wait" };
const ABOUT = { client: 0, session: 0, late: false } as const;
const COMMIT: Command = { kind: "commit", ...ABOUT };
const NEXT: Command = { kind: "next", late: false, condition: null };

/**
 * Sequences that wait for records to expire, once or twice. Some have any commands before and after the wait; the
 * others have a session that stages before records expire and commits after that.
 */
export function sequencesWithWaits({ mix, crowd, commands }: Plan): fc.Arbitrary<Command[]> {
  const part = (of: CommandMix, least: number, most: number, inSession = crowd.inSession) =>
    fc.array(commandsOf(of, { ...crowd, inSession }), {
      minLength: Math.round(least),
      maxLength: Math.round(most),
      size: "max",
    });
  const reads = part(READS, 1, 3, 0);
  const start = beginningOf(crowd.matter ?? ORDINARY);
  const last = fc.option(part(mix, commands / 8, commands / 4), { freq: 2 });
  const again = fc.boolean();
  const page = commandsOf({ pageSorted: 1 }, { ...crowd, inSession: 0 });
  const counts = fc
    .constantFrom(...VIEWS.slice(1))
    .map((view): Command => ({ kind: "view", view, ...PLAIN }));
  const anything = fc
    .record({
      start,
      before: part(mix, commands / 4, commands / 3),
      reads,
      page,
      counts,
      again,
      alone,
      after: part(mix, commands / 6, commands / 3),
      last,
    })
    .map((of): Command[] => [
      ...of.before,
      of.start,
      ...of.reads,
      of.page,
      of.counts,
      WAIT,
      ...(of.again ? [of.counts, ...of.reads] : []),
      NEXT,
      of.alone,
      ...of.after,
      ...(of.last ? [WAIT, ...of.last] : []),
    ]);
  const scope = fc.constantFrom<string[][]>(["storage", "control"], ["storage"], ["storage/c", "control/c"]);
  const session = fc
    .record({
      start,
      stores: part(STORES, commands / 10, commands / 6, 0),
      scope,
      touch: touchOf(crowd.matter ?? ORDINARY),
      staged: part(STAGES, commands / 8, commands / 5, 10),
      reads,
      page,
      counts,
      again,
      alone,
      after: part(mix, 0, commands / 8, 10),
      last,
    })
    .map((of): Command[] => [
      ...of.stores,
      of.start,
      { kind: "begin" as const, client: 0, scope: of.scope },
      of.touch,
      ...of.staged,
      ...of.reads,
      of.page,
      of.counts,
      WAIT,
      ...(of.again ? [of.counts, ...of.reads] : []),
      NEXT,
      ...of.after,
      COMMIT,
      of.alone,
      ...(of.last ? [WAIT, ...of.last] : []),
    ]);
  return fc.oneof({ weight: 2, arbitrary: anything }, { weight: 3, arbitrary: session });
}

/** A list of records; every other one expires soon. */
function beginningOf({ payloads }: RecordValues): fc.Arbitrary<Command> {
  const fields = (ttl: number | null) =>
    fc.record({ payload: fc.constantFrom(...payloads.slice(1, 4)), ttl: fc.constant(ttl) });
  return fc.tuple(fields(2), fields(null), fields(2), fields(null)).map(([cx, cy, ccx, ccy]) =>
    listOf(null, [
      { collection: "c", id: "x", fields: cx },
      { collection: "c", id: "y", fields: cy },
      { collection: "cc", id: "x", fields: ccx },
      { collection: "cc", id: "y", fields: ccy },
    ]),
  );
}

/** Stages some fields of a record that expires soon, and of one that does not. */
function touchOf({ payloads }: RecordValues): fc.Arbitrary<Command> {
  const fields = fc.oneof(
    fc.record({ payload: fc.constantFrom(...payloads.slice(2)) }),
    fc.constant<Fields>({ sortindex: 1 }),
    fc.constant<Fields>({}),
  );
  return fc.tuple(fields, fields).map(([x, y]) =>
    listOf(0, [
      { collection: "c", id: "x", fields: x },
      { collection: "c", id: "y", fields: y },
    ]),
  );
}

/** Sets a single field of a record that existed before the wait. */
const alone = fc
  .constantFrom<Fields>({ ttl: 2 }, { sortindex: 1 }, { ttl: null }, { ttl: 2 }, { payload: "two" })
  .map(
    (fields): Command => ({
      kind: "post",
      partition: "storage",
      collection: "c",
      id: "y",
      fields,
      ...PLAIN,
      aimed: false,
    }),
  );

function listOf(
  session: number | null,
  elements: { collection: string; id: string; fields: Fields }[],
): Command {
  return {
    ...{ kind: "postList", partition: "storage", collection: null, twice: false },
    ...{ ...PLAIN, session },
    elements: elements.map((one) => ({ ...one, bad: false })),
  };
}
