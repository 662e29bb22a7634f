import { describe, expect, test } from "vitest";
import { checks } from "../../checks/index.ts";
import { apply, openAfter, type State } from "../../checks/support/model/model-state.ts";
import { Attempts, type Plan } from "../../checks/support/model/sequence-attempts.ts";
import { type Effect, staysWithin, touches } from "../../checks/support/model/write-effects.ts";
import { replying } from "../../reference/faults/fault.ts";
import { judgeReference } from "../../reference/faults/matrix.ts";
import { model } from "../../reference/faults/model.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { Broken, Inconclusive } from "../../runner/outcomes.ts";
import { withLab } from "../support/account-lenders.ts";

function stateOf(records: Record<string, number | null>): State {
  const empty: State = {
    version: 0,
    partitions: {
      control: { version: 0, collections: new Map() },
      storage: { version: 0, collections: new Map() },
    },
  };
  const effects = Object.entries(records).map(([path, sortindex]) => {
    const [collection = "", id = ""] = path.split("/");
    return {
      kind: "store",
      whole: true,
      partition: "storage",
      collection,
      id,
      fields: { sortindex },
    } as const;
  });
  return apply(empty, effects, 5).state;
}

const versionsOf = ({ version, partitions: { storage } }: State) => ({
  account: version,
  storage: storage.version,
  ...Object.fromEntries([...storage.collections].map(([name, collection]) => [name, collection.version])),
});

describe("the model", () => {
  test("a deletion raises what is above it and leaves the rest", () => {
    const after = apply(stateOf({ "c/x": 1, "d/x": 1 }), [remove("c", "x")], 6).state;
    expect(versionsOf(after)).toEqual({ account: 6, storage: 6, c: 6, d: 5 });
    expect(after.partitions.storage.collections.get("c")?.records.size).toBe(0);
  });

  test("a deletion of what is not there takes no version", () => {
    expect(apply(stateOf({ "c/x": 1 }), [remove("c", "y")], 6)).toMatchObject({ changed: false });
  });

  test("a wipe keeps the collection of a kept record, and raises it where it loses others", () => {
    const before = stateOf({ "c/x": 1, "c/y": 1, "cc/x": 1, "d/x": 1 });
    const keep = ["storage/c/x", "storage/d"];
    const after = apply(before, [{ kind: "wipe", keep }], 6).state;
    expect(versionsOf(after)).toEqual({ account: 6, storage: 6, c: 6, d: 5 });
  });

  test("a partial update keeps what it leaves out, and null resets", () => {
    const update = (fields: object) =>
      apply(stateOf({ "c/x": 7 }), [{ kind: "store", whole: false, ...AT, fields }], 6).state;
    const sortindex = (state: State) =>
      state.partitions.storage.collections.get("c")?.records.get("x")?.sortindex;
    expect(sortindex(update({ payload: "new" }))).toBe(7);
    expect(sortindex(update({ sortindex: null }))).toBe(null);
  });

  test("a write that begins like a scope is outside of it", () => {
    expect(touches([remove("cc", "x")], ["storage/c"])).toBe(false);
    expect(touches([{ kind: "wipe", keep: ["storage/c"] }], ["storage/c"])).toBe(false);
    expect(touches([{ kind: "wipe", keep: ["storage/c/x"] }], ["storage/c"])).toBe(true);
    expect(staysWithin([{ kind: "wipe", keep: ["control"] }], ["storage/c"])).toBe(false);
  });

  test("versions of what a commit takes back itself are left open", () => {
    const before = stateOf({ "c/x": 1 });
    const store = { kind: "store", whole: true, ...AT, id: "y", fields: {} } as const;
    expect(openAfter(before, apply(before, [store, remove("c", "y")], 6).state)).toEqual([
      "storage",
      "storage/c",
    ]);
    expect(openAfter(before, apply(before, [store], 6).state)).toEqual([]);
  });
});

const AT = { partition: "storage", collection: "c", id: "x" } as const;
const remove = (collection: string, id: string): Effect => {
  return { kind: "remove", partition: "storage", collection, ids: [id] };
};

describe("the search", () => {
  test("prints a short script, and the same seed finds the same", async () => {
    const judged = () => judgeReference("model.sessions.lease", model["model.sessions.lease"]);
    const [first, second] = [await judged(), await judged()];
    const scripts = [first, second].map(({ violation }) => violation?.script ?? []);
    expect(scripts[0]?.length, first.reason ?? "").toBeGreaterThan(4);
    expect(scripts[0]?.length).toBeLessThan(40);
    expect(scripts[0]?.[0]).toMatch(/^--seed 1: sequence [0-9]+, cut down from [0-9]+ requests to [0-9]+$/);
    const found = scripts.map(([origin]) => origin?.replace(/ to [0-9]+$/, ""));
    expect(found[0]).toBe(found[1]);
  });

  test("what a rule is not about breaks its check, and does not violate it", async () => {
    const deaf = replying("shows no records", (reply, { operation }) => {
      if (operation !== "getRecord" && operation !== "getPartition") return;
      if (reply.json?.items?.length > 0) reply.json = { items: [] };
    });
    const { outcome } = await judgeReference("model.sessions.lease", deaf);
    expect(outcome).toBe("broken");
  });

  test("nothing is learnt from a server that does nothing", async () => {
    await withLab(
      async (lender) => {
        for (const rule of Object.keys(model) as (keyof typeof model)[]) {
          expect((await judgeRule(rule, checks[rule], lender)).outcome, rule).toBe("broken");
        }
      },
      () => () => new Response(null, { status: 204 }),
    );
  });
});

test("what was not seen in the sequences that there was time for says nothing against the server", () => {
  const plan = { sees: { "200": 8 } } as unknown as Plan;
  const attempts = new Attempts(plan, {} as CheckContext, {} as never);
  expect(() => attempts.conclude(6, 10)).toThrow(Inconclusive);
  expect(() => attempts.conclude(10, 10)).toThrow(Broken);
});
