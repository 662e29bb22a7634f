import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decide,
  type Operation,
  type Specification,
  shrink,
} from "../../checks/support/race-linearizability.ts";
import {
  type KnownAnswer,
  type RecordOp,
  recordShrinking,
  recordSpecification,
} from "../../checks/support/race-register.ts";

type Entry = Operation<RecordOp>;

/** An operation from one moment to another; null: it was never answered. */
function entry(sent: number, answered: number | null, op: Partial<RecordOp>): Entry {
  const whole: RecordOp = {
    kind: "read",
    payload: null,
    ifModified: null,
    ifUnmodified: null,
    known: null,
    ...op,
  };
  return { sent, answered, op: whole };
}

const known = (
  status: number,
  version: number | null = null,
  payload: string | null = null,
): KnownAnswer => ({
  status,
  version,
  payload,
});
const wrote = (sent: number, answered: number, payload: string, version: number, status = 204) =>
  entry(sent, answered, { kind: "put", payload, known: known(status, version) });
const saw = (sent: number, answered: number, payload: string, version: number) =>
  entry(sent, answered, { known: known(200, version, payload) });
const missed = (sent: number, answered: number) => entry(sent, answered, { known: known(404) });

const decided = (...history: Entry[]) => decide(history, recordSpecification);

describe("a record", () => {
  test("is linearizable when its requests came one after another", () => {
    expect(decided()).toBe("linearizable");
    expect(decided(missed(0, 1), wrote(2, 3, "x", 1, 201), saw(4, 5, "x", 1))).toBe("linearizable");
    expect(decided(wrote(0, 1, "x", 1, 201), saw(2, 3, "y", 1))).toBe("not linearizable");
    expect(decided(wrote(0, 1, "x", 1, 201), missed(2, 3))).toBe("not linearizable");
    expect(decided(wrote(0, 1, "x", 1, 201), wrote(2, 3, "y", 2), saw(4, 5, "x", 1))).toBe(
      "not linearizable",
    );
  });

  test("may show the old or the new while a write is under way, but not the old after the new", () => {
    const first = wrote(0, 1, "x", 1, 201);
    const second = wrote(10, 20, "y", 2);
    expect(decided(first, second, saw(11, 12, "x", 1), saw(13, 14, "y", 2))).toBe("linearizable");
    expect(decided(first, second, saw(11, 12, "y", 2), saw(13, 14, "x", 1))).toBe("not linearizable");
    expect(decided(first, second, saw(11, 13, "y", 2), saw(12, 14, "x", 1))).toBe("linearizable");
  });

  test("overlaps where one is sent at the very moment at which another is answered", () => {
    expect(decided(wrote(0, 1, "x", 1, 201), missed(1, 2))).toBe("linearizable");
  });

  test("lets one of several conditional writes pass", () => {
    const put = (payload: string, answer: KnownAnswer) =>
      entry(10, 20, { kind: "put", payload, ifUnmodified: 1, known: answer });
    const first = wrote(0, 1, "x", 1, 201);
    expect(decided(first, put("y", known(204, 2)), put("z", known(412, 2)))).toBe("linearizable");
    expect(decided(first, put("y", known(204, 2)), put("z", known(204, 3)))).toBe("not linearizable");
    expect(decided(first, put("y", known(412, 1)), put("z", known(412, 1)))).toBe("not linearizable");
    expect(decided(first, put("y", known(204, 2)), put("z", known(412, 1)))).toBe("not linearizable");
  });

  test("says at which version it was created, deleted and missing", () => {
    const remove = (
      sent: number,
      answered: number,
      answer: KnownAnswer,
      ifUnmodified: number | null = null,
    ) => entry(sent, answered, { kind: "delete", ifUnmodified, known: answer });
    const first = wrote(0, 1, "x", 1, 201);
    expect(decided(first, remove(2, 3, known(204, 2)), remove(2, 3, known(404)))).toBe("linearizable");
    expect(decided(first, remove(2, 3, known(204, 2)), remove(2, 3, known(204, 3)))).toBe("not linearizable");
    expect(decided(first, remove(2, 3, known(204, 2)), wrote(4, 5, "y", 3))).toBe("not linearizable");
    expect(decided(first, remove(2, 3, known(204, 2)), wrote(4, 5, "y", 3, 201))).toBe("linearizable");
    expect(decided(first, remove(2, 3, known(204, 2)), wrote(4, 5, "y", 2, 201))).toBe("not linearizable");
    expect(decided(first, remove(2, 3, known(412, 1), 1))).toBe("not linearizable");
    const create = entry(4, 5, { kind: "put", payload: "z", ifUnmodified: 0, known: known(412, 0) });
    expect(decided(first, remove(2, 3, known(204, 2)), create)).toBe("not linearizable");
  });

  test("answers 304 exactly where it is what the client has", () => {
    const ask = (version: number) => entry(4, 5, { ifModified: 1, known: known(304, version) });
    expect(decided(wrote(0, 1, "x", 1, 201), ask(1))).toBe("linearizable");
    expect(decided(wrote(0, 1, "x", 1, 201), wrote(2, 3, "y", 2), ask(1))).toBe("not linearizable");
    expect(decided(wrote(0, 1, "x", 1, 201), wrote(2, 4, "y", 2), ask(1))).toBe("linearizable");
    const same = entry(4, 5, { ifModified: 1, known: known(200, 1, "x") });
    expect(decided(wrote(0, 1, "x", 1, 201), same)).toBe("not linearizable");
  });

  test("may have performed what was not answered, or not, at any time after it was sent", () => {
    const first = wrote(0, 1, "x", 1, 201);
    const lost = entry(2, null, { kind: "put", payload: "y" });
    expect(decided(first, lost, saw(10, 11, "x", 1))).toBe("linearizable");
    expect(decided(first, lost, saw(10, 11, "y", 2))).toBe("linearizable");
    expect(decided(first, lost, saw(10, 11, "x", 1), saw(12, 13, "y", 2))).toBe("linearizable");
    expect(decided(first, lost, saw(10, 11, "y", 2), saw(12, 13, "x", 1))).toBe("not linearizable");
    expect(decided(first, lost, saw(10, 11, "y", 1))).toBe("not linearizable");
    expect(decided(first, entry(20, null, { kind: "put", payload: "y" }), saw(10, 11, "y", 2))).toBe(
      "not linearizable",
    );
    expect(decided(first, entry(2, null, { kind: "delete" }), missed(3, 4))).toBe("linearizable");
    const conditional = entry(2, null, { kind: "put", payload: "y", ifUnmodified: 0 });
    expect(decided(first, conditional, saw(10, 11, "y", 2))).toBe("not linearizable");
  });
});

test("a search that takes too many steps is given up", () => {
  const put = (payload: string, status: number) =>
    entry(0, 100, { kind: "put", payload, known: known(status) });
  const history = [
    put("a", 201),
    ...[..."bcdefg"].map((payload) => put(payload, 204)),
    saw(101, 102, "z", 9),
  ];
  expect(decide(history, recordSpecification, 1_000_000)).toBe("not linearizable");
  expect(decide(history, recordSpecification, 100)).toBe("undecided");
});

test("what is shown of a wrong history is its shortest beginning that is wrong, without idle reads", () => {
  const first = wrote(0, 1, "x", 1, 201);
  const second = wrote(10, 20, "y", 2);
  const wrong = [first, saw(2, 3, "x", 1), second, saw(11, 12, "y", 2), missed(13, 14), saw(30, 31, "z", 9)];
  const shown = shrink(wrong, recordSpecification, recordShrinking);
  expect(shown.map(({ sent }) => sent)).toEqual([0, 10, 13]);
  expect(decide(shown, recordSpecification)).toBe("not linearizable");
});

/** A register that only counts: a write says how many came before it. */
const counter: Specification<number, { before: number }> = {
  initial: 0,
  key: String,
  apply: (count, { before }) => (count === before ? count + 1 : null),
};

/** Tries every order. */
function decideSlowly(history: readonly Operation<{ before: number }>[], count = 0): boolean {
  if (history.every(({ answered }) => answered === null)) return true;
  const first = Math.min(...history.map(({ answered }) => answered ?? Number.POSITIVE_INFINITY));
  return history.some(
    (each) =>
      each.sent <= first &&
      each.op.before === count &&
      decideSlowly(
        history.filter((other) => other !== each),
        count + 1,
      ),
  );
}

test("any history is decided as by trying every order", () => {
  const moment = fc.nat(12);
  const operation = fc.tuple(moment, moment, fc.nat(5), fc.nat(5)).map(([one, other, before, lost]) => ({
    sent: Math.min(one, other),
    answered: lost === 0 ? null : Math.max(one, other),
    op: { before },
  }));
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 6 }), (history) => {
      const decision = decide(history, counter);
      seen.add(decision);
      expect(decision).toBe(decideSlowly(history) ? "linearizable" : "not linearizable");
    }),
    { numRuns: 3000, seed: 7 },
  );
  expect([...seen].sort()).toEqual(["linearizable", "not linearizable"]);
});
