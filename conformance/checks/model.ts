/** Checks that random sequences of requests are answered as a model of the protocol predicts. */
import { type ChecksOf, needs } from "../runner/define-check.ts";
import type { CommandMix } from "./support/model/generate-commands.ts";
import { SHORT_LIVED, SORTED, TIGHT } from "./support/model/generate-values.ts";
import type { Focus } from "./support/model/rule-focus.ts";
import { sequencesInTime } from "./support/model/search-expiring-sequences.ts";
import { sequences } from "./support/model/search-sequences.ts";

/** Every sequence has both partitions in it. */
const BOTH = { partitions: 1 } as const;

/** Each sequence has an account of its own, in which it waits for seconds, as do others meanwhile. */
const IN_TIME = { ...BOTH, spare: 15, waits: true } as const;

const WRITES: CommandMix = {
  put: 6,
  post: 5,
  deleteRecord: 3,
  postCollection: 4,
  postPartition: 4,
  deleteCollection: 3,
  deletePartition: 2,
  wipe: 1,
};

const STORE: Focus = { judges: new Set(["write", "read", "listing"]), involved: () => true };

const STORE_SEES = {
  201: 5,
  204: 5,
  200: 5,
  nothing: 1,
  read: 3,
  listed: 10,
  viewed: 10,
  refused: 3,
  missing: 2,
};

export const model = {
  "model.store.sequential": needs(
    BOTH,
    sequences({
      mix: { ...WRITES, wipe: 2, get: 3, head: 1, list: 4, view: 2, look: 3 },
      crowd: { clients: 1, inSession: 0 },
      focus: STORE,
      sequences: 12,
      commands: 60,
      sees: STORE_SEES,
    }),
  ),

  "model.store.interleaved": needs(
    BOTH,
    sequences({
      mix: { ...WRITES, get: 14, head: 2, list: 6, view: 6 },
      crowd: { clients: 3, inSession: 0 },
      focus: STORE,
      sequences: 10,
      commands: 60,
      sees: STORE_SEES,
    }),
  ),

  "model.store.listing": needs(
    BOTH,
    sequences({
      mix: {
        put: 4,
        post: 5,
        deleteRecord: 1,
        deleteCollection: 1,
        postCollection: 2,
        postPartition: 6,
        listPlain: 14,
        listSorted: 10,
        page: 4,
        next: 8,
      },
      crowd: { clients: 2, inSession: 0, matter: SORTED },
      focus: { judges: new Set(["listing"]), involved: () => true },
      sequences: 12,
      commands: 60,
      sees: { 201: 5, listed: 20, paged: 2 },
    }),
  ),

  "model.store.many": needs(
    BOTH,
    sequences({
      mix: {
        storeMany: 12,
        deleteManyRecords: 12,
        deleteManyCollections: 6,
        listMany: 4,
        listManyCollections: 4,
        listAll: 4,
        pad: 5,
        begin: 4,
        commit: 3,
      },
      crowd: { clients: 1, inSession: 8 },
      focus: {
        judges: new Set(["write", "read", "listing", "commit"]),
        involved: (world) => world.had("many"),
      },
      ends: "commit",
      sequences: 14,
      commands: 36,
      sees: { many: 5, listed: 5 },
    }),
  ),

  "model.store.expiry": needs(
    IN_TIME,
    sequencesInTime({
      mix: { ...WRITES, put: 9, post: 9, begin: 3, commit: 3, get: 4, list: 2, view: 2, page: 2, next: 2 },
      crowd: { clients: 2, inSession: 4, matter: SHORT_LIVED, few: true },
      focus: {
        judges: new Set(["write", "read", "listing", "commit"]),
        involved: (world) => world.had("timed"),
      },
      ends: "commit",
      sequences: 16,
      commands: 22,
      sees: { timed: 10, expired: 4, viewed: 4, listed: 12 },
    }),
  ),

  "model.store.quota": needs(
    IN_TIME,
    sequencesInTime({
      mix: { ...WRITES, put: 12, post: 10, begin: 4, commit: 4, view: 2 },
      crowd: { clients: 1, inSession: 5, matter: TIGHT, few: true },
      focus: {
        judges: new Set(["quota", "read", "listing"]),
        involved: (world, kind) => kind === "quota" || world.had("exceeded"),
      },
      ends: "commit",
      sequences: 16,
      commands: 22,
      room: 44,
      sees: { timed: 8, expired: 4, exceeded: 1, viewed: 8 },
    }),
  ),

  "model.accounts.apart": needs(
    { ...BOTH, accounts: 2 },
    sequences({
      mix: {
        ...WRITES,
        begin: 5,
        commit: 3,
        abort: 1,
        get: 4,
        list: 3,
        view: 5,
        pageSorted: 8,
        next: 10,
        state: 1,
      },
      crowd: { clients: 1, inSession: 5, late: 6, accounts: 2 },
      focus: {
        judges: new Set(["write", "read", "listing", "lease", "session", "commit", "quota"]),
        involved: (world) => [world, world.twin].every((each) => each?.had("addressed")),
      },
      ends: "commit",
      sequences: 7,
      commands: 60,
      sees: { 201: 5, viewed: 5, listed: 5, late: 3 },
    }),
  ),

  "model.sessions.ended": needs(
    BOTH,
    sequences({
      mix: {
        ...WRITES,
        postCollection: 6,
        postPartition: 7,
        begin: 10,
        commit: 6,
        abort: 3,
        state: 2,
        get: 3,
        head: 1,
        list: 2,
        view: 2,
      },
      crowd: { clients: 2, inSession: 8, late: 7 },
      focus: {
        judges: new Set(["session", "read", "listing"]),
        involved: (world) => world.had("late"),
      },
      sequences: 6,
      commands: 60,
      sees: { begun: 4, late: 5 },
    }),
  ),

  "model.sessions.isolation": needs(
    BOTH,
    sequences({
      mix: { ...WRITES, begin: 6, commit: 4, abort: 5, get: 3, list: 2, view: 4 },
      crowd: { clients: 2, inSession: 7 },
      focus: { judges: new Set(["read", "listing"]), involved: (world) => world.had("staged") },
      ends: "abort",
      sequences: 11,
      commands: 60,
      sees: { 201: 2, begun: 4, staged: 5, aborted: 1, viewed: 5, listed: 5 },
    }),
  ),

  "model.sessions.commit": needs(
    BOTH,
    sequences({
      mix: { ...WRITES, post: 9, put: 4, begin: 5, commit: 3, abort: 1, state: 1 },
      crowd: { clients: 2, inSession: 9 },
      focus: {
        judges: new Set(["read", "listing", "commit"]),
        involved: (world) => world.had("committed"),
      },
      ends: "commit",
      sequences: 14,
      commands: 60,
      sees: { begun: 4, staged: 10, committed: 2, viewed: 5, listed: 5 },
    }),
  ),

  "model.sessions.lease": needs(
    BOTH,
    sequences({
      mix: { ...WRITES, begin: 8, commit: 2, abort: 2 },
      crowd: { clients: 3, inSession: 3 },
      focus: { judges: new Set(["lease"]), involved: (world) => world.had("begun") },
      sequences: 8,
      commands: 60,
      sees: { 201: 3, begun: 4, leased: 5, free: 5 },
    }),
  ),
} satisfies ChecksOf<"model">;
