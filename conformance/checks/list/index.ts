/** The checks of `list.*`: which items a listing holds, in which form and order, and how it is paged. */
import type { ChecksOf } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { namesOf, seedAll } from "../axes/names.ts";
import { control, expectEqual, expectProblem, expectStatus, present } from "../support/expect.ts";
import { type ListedRecord, ofListings, recordsOf } from "../support/listing-under-test.ts";
import { writeInTurn } from "../support/write-in-turn.ts";
import { BEYOND_32_BITS, LINES, linesOf, listLimit } from "./limit.ts";
import { listOffset } from "./offset.ts";
import { listSort } from "./sort.ts";

/** Ids that a careless server takes for the numbers 7, 1000, 255 and others. */
const NUMBERS = ["7", "007", "1e3", "0xff", "-0", "00", "9007199254740993"];

type Written = Awaited<ReturnType<typeof writeInTurn>>[number];

const filters = {
  "list.full.records": ofListings(async (listing) => {
    const payload = "\u0000é€😀";
    const sortindexes = { a: 3, b: 0, c: -1 };
    const stored = Object.entries(sortindexes).map(([id, sortindex]) => ({ id, payload, sortindex }));
    await listing.store(stored);
    const answer = expectStatus(await listing.get({ query: { full: "1" } }), 200);
    for (const { id, sortindex } of stored) {
      const record = recordsOf(answer).find((each) => each.id === id);
      expectEqual(answer, `the payload of ${id}`, record?.payload, payload);
      expectEqual(answer, `the sortindex of ${id}`, record?.sortindex, sortindex);
      const single = control(await listing.account.get(listing.at(id)), 200);
      const { collection, ...bare } = record ?? {};
      expectEqual(answer, `the record ${id}`, bare, present("the record", single.json));
    }
  }),

  "list.full.any-value": ofListings(async (listing) => {
    await listing.store([{ id: "a", payload: "x" }]);
    for (const query of ["full", "full=", "full=0", "full=false", "full=whatever"]) {
      const answer = expectStatus(await listing.get({ query }), 200);
      expectEqual(answer, "the id of the record", recordsOf(answer)[0]?.id, "a");
    }
  }),

  "list.ids.selects": ofListings(async (listing) => {
    await listing.store([{ id: "a" }, { id: "b" }, { id: "c" }]);
    await listing.expectItems({ ids: listing.names("c", "missing", "a") }, ["a", "c"]);
    await listing.expectItems({ ids: listing.names("missing") }, []);
    await listing.expectItems({ ids: listing.names("A", "_") }, []);
    const later = await listing.put("d", { payload: "x" });
    await listing.expectItems({ ids: listing.names("b", "d"), newer: 0 }, ["b", "d"]);
    await listing.expectItems({ ids: listing.names("b", "d"), newer: later - 1 }, ["d"]);
    await listing.expectItems({ ids: listing.names("b", "d"), older: later }, ["b"]);
    // Names are no numbers, though they look like some.
    await listing.store(NUMBERS.map((id) => ({ id })));
    for (const id of NUMBERS) await listing.expectItems({ ids: listing.names(id) }, [id]);
    await listing.expectItems({ ids: listing.names("0007", "1000", "255") }, []);
    const { given, others } = namesOf(100);
    const list = [...given, ...others].map((id) => ({ id }));
    await seedAll(listing.account, listing.path, listing.list(list));
    for (const size of [60, 100]) {
      await listing.expectItems({ ids: listing.names(...given.slice(0, size)) }, given.slice(0, size));
    }
  }),

  "list.newer.strict": ofListings(async (listing) => {
    const written = await writeInTurn(listing);
    const after = (index: number) => written.slice(index).map(({ id }) => id);
    await listing.expectItems({ newer: 0 }, after(0));
    for (const [index, { version }] of written.entries()) {
      await listing.expectItems({ newer: version }, after(index + 1));
    }
    const [first, second] = written as [Written, Written];
    await listing.expectItems({ newer: first.version - 1 }, after(0));
    const both = listing.names(first.id, second.id);
    await listing.expectItems({ newer: first.version, ids: both }, [second.id]);
    for (const newer of BEYOND_32_BITS) await listing.expectItems({ newer }, []);
    // No filter keeps another from working.
    await listing.expectItems({ newer: second.version, limit: written.length }, after(2));
  }),

  "list.older.strict": ofListings(async (listing) => {
    const written = await writeInTurn(listing);
    const before = (index: number) => written.slice(0, index).map(({ id }) => id);
    for (const [index, { version }] of written.entries()) {
      await listing.expectItems({ older: version }, before(index));
    }
    const [first, second, third] = written as [Written, Written, Written];
    const both = listing.names(second.id, third.id);
    await listing.expectItems({ older: second.version + 1, ids: both }, [second.id]);
    await listing.expectItems({ newer: first.version, older: third.version }, [second.id]);
    // Nothing is older than nothing, though 0 is easily taken for the lack of a bound.
    for (const older of [0, 1]) await listing.expectItems({ older }, []);
    await listing.expectItems({ newer: 0, older: 0 }, []);
    for (const older of BEYOND_32_BITS) await listing.expectItems({ older }, before(written.length));
  }),
} satisfies Partial<ChecksOf<"list">>;

const lines = {
  "list.newlines.lines": ofListings(async (listing) => {
    const payload = "two\nlines\u2028é€😀";
    const stored = [
      { id: "a", payload },
      { id: "b", payload, sortindex: 0 },
    ];
    await listing.store(stored);
    const plain = expectStatus(await listing.get(LINES), 200);
    const named = ["a", "b"].map((id) => listing.name(id));
    expectEqual(plain, "the lines", linesOf(plain).toSorted(), named.toSorted());
    const full = expectStatus(await listing.get({ ...LINES, query: { full: "" } }), 200);
    const records = linesOf(full) as (ListedRecord | undefined)[];
    expectEqual(full, "the number of lines", records.length, stored.length);
    for (const { id } of stored) {
      const single = control(await listing.account.get(listing.at(id)), 200);
      const { collection, ...bare } = records.find((record) => record?.id === id) ?? {};
      expectEqual(full, `the record ${id}`, bare, present("the record", single.json));
    }
  }),

  "list.newlines.empty": ofListings(async (listing) => {
    await listing.store([{ id: "a" }]);
    const some = control(await listing.get(LINES), 200);
    if (some.body.length === 0) throw new Broken("set-up: a listing of one record has no body");
    const none = { ...LINES, query: { ids: listing.names("missing") } };
    const answer = expectStatus(await listing.get(none), 200);
    expectEqual(answer, "the media type", answer.type, "application/newlines");
    expectEqual(answer, "the body", answer.text, "");
  }),
} satisfies Partial<ChecksOf<"list">>;

/** Texts that are no urlsafe base64, which every token is; anything else may have the form of some server's tokens. */
const FORMLESS = ["!", "", "=", "a=b", "a b", "a/b", "a:b", "1.5", "\u00e9", "'", "\u0000"];

const garbage = {
  "list.offset.garbage": ofListings(async (listing) => {
    await listing.store([{ id: "a" }, { id: "b" }]);
    const first = control(await listing.get({ query: { limit: 1 } }), 200);
    const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    control(await listing.get({ query: { limit: 1, offset } }), 200);
    for (const token of FORMLESS) {
      expectProblem(await listing.get({ query: { limit: 1, offset: token } }), 422, "invalid-request");
    }
  }),
} satisfies Partial<ChecksOf<"list">>;

export const list = {
  ...filters,
  ...listSort,
  ...listLimit,
  ...lines,
  ...listOffset,
  ...garbage,
} satisfies ChecksOf<"list">;
