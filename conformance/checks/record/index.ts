/** The checks of `record.*`: how a single record is read, created, changed and deleted. */
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { ABSENT, READY, writesOf } from "../axes/axes.ts";
import { Bench } from "../axes/bench.ts";
import { control, expectEqual, expectStatus, expectSuccess, expectThat } from "../support/expect.ts";
import { put, seed } from "../support/fixtures.ts";
import { headMirrors } from "../support/head-mirrors-get.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import { withSessions } from "../support/with-sessions.ts";
import { recordBody } from "./body.ts";
import { recordFields } from "./fields.ts";
import { recordForgotten } from "./forgotten.ts";
import { recordId } from "./id.ts";
import { recordModified } from "./modified.ts";

const reading = {
  "record.get.ok": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x", sortindex: 7 });
    const answer = expectStatus(await account.get(`/${partition}/c/a`), 200);
    expectEqual(answer, "the media type", answer.type, "application/json");
    const { id, payload, sortindex, version, modified } = answer.json ?? {};
    expectEqual(answer, "the record", { id, payload, sortindex }, { id: "a", payload: "x", sortindex: 7 });
    expectThat(
      answer,
      Number.isInteger(version) && Number.isInteger(modified),
      "version and modified",
      answer.json,
    );
  },

  "record.get.missing": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    control(await account.get(`/${partition}/c/a`), 200);
    for (const missing of [`/${partition}/c/b`, `/${partition}/missing/a`]) {
      expectStatus(await account.get(missing), 404);
      expectStatus(await account.head(missing), 404);
      expectStatus(await account.get(missing, { ifUnmodified: 1 }), 404);
    }
  },

  "record.get.sortindex": async ({ account, partition }) => {
    const weights = [-999_999_999, -1, 0, 1, 140, 999_999_999].map((sortindex, index) => ({
      id: `r${index}`,
      sortindex,
    }));
    await seed(account, `/${partition}/c`, weights);
    // Each form of a write has its own way to the store.
    await put(account, `/${partition}/c/r0`, { sortindex: -999_999_999 });
    control(await account.post(`/${partition}/c/r1`, { sortindex: -1 }), 204);
    for (const { id, sortindex } of weights) {
      const single = expectStatus(await account.get(`/${partition}/c/${id}`), 200);
      expectEqual(single, "the sortindex", single.json?.sortindex, sortindex);
    }
    for (const path of [`/${partition}/c`, `/${partition}`]) {
      const listed = expectStatus(await account.get(path, { query: { full: "" } }), 200);
      const found = new Map(recordsOf(listed).map((record) => [record.id, record.sortindex]));
      for (const { id, sortindex } of weights) {
        expectEqual(listed, `the sortindex of ${id}`, found.get(id), sortindex);
      }
    }
  },

  "record.get.sortindex-unset": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x", sortindex: 0 });
    const set = control(await account.get(`/${partition}/c/a`), 200);
    expectEqual(set, "the sortindex that was set", set.json?.sortindex, 0);
    await put(account, `/${partition}/c/b`, { payload: "x" });
    const unset = expectStatus(await account.get(`/${partition}/c/b`), 200);
    expectThat(unset, unset.json !== undefined && !("sortindex" in unset.json), "no sortindex", unset.json);
    for (const [path, ids] of [
      [`/${partition}/c`, "b"],
      [`/${partition}`, "c/b"],
    ] as const) {
      const listed = expectStatus(await account.get(path, { query: { full: "", ids } }), 200);
      const [record] = recordsOf(listed);
      expectThat(listed, record?.id === "b" && !("sortindex" in record), "no sortindex", record);
    }
  },

  "record.get.ttl": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x", ttl: 1000 });
    const single = expectStatus(await account.get(`/${partition}/c/a`), 200);
    expectThat(single, single.json !== undefined && !("ttl" in single.json), "no ttl", single.json);
    for (const path of [`/${partition}/c`, `/${partition}`]) {
      const listed = expectStatus(await account.get(path, { query: { full: "" } }), 200);
      const [record] = recordsOf(listed);
      expectThat(listed, record?.id === "a" && !("ttl" in record), "no ttl", record);
    }
  },

  "record.head": headMirrors((partition) => [
    [`/${partition}/sample/a`, {}],
    [`/${partition}/sample/missing`, {}],
    [`/${partition}/sample/a`, { ifUnmodified: 0 }],
  ]),
} satisfies Partial<ChecksOf<"record">>;

const writing = {
  "record.created": async ({ account, partition }) => {
    expectStatus(await account.put(`/${partition}/c/put`, { payload: "x" }), 201);
    expectStatus(await account.post(`/${partition}/c/post`, { payload: "x" }), 201);
    const both = [`/${partition}/c/put`, `/${partition}/c/post`] as const;
    for (const path of both) expectStatus(await account.get(path), 200);
    // What was deleted is created again.
    for (const path of both) control(await account.delete(path), 204);
    expectStatus(await account.put(`/${partition}/c/put`, { payload: "x" }), 201);
    expectStatus(await account.post(`/${partition}/c/post`, { payload: "x" }), 201);
    if (!isInReach("deleteCollection")) return;
    control(await account.delete(`/${partition}/c`), 204);
    expectStatus(await account.put(`/${partition}/c/put`, { payload: "x" }), 201);
    expectStatus(await account.post(`/${partition}/c/post`, { payload: "x" }), 201);
  },

  "record.changed": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    expectStatus(await account.put(`/${partition}/c/a`, { payload: "y" }), 204);
    expectStatus(await account.post(`/${partition}/c/a`, { payload: "z" }), 204);
    const after = expectStatus(await account.get(`/${partition}/c/a`), 200);
    expectEqual(after, "the payload", after.json?.payload, "z");
  },

  "record.put.creates-collection": async ({ account, partition }) => {
    control(await account.get("/info/collections"), 200);
    for (const method of ["put", "post"] as const) {
      control(await account.get(`/${partition}/${method}`), 404);
      expectSuccess(await account[method](`/${partition}/${method}/a`, { payload: "x" }));
      const answer = expectStatus(await account.get(`/${partition}/${method}`), 200);
      expectEqual(answer, "items", answer.json?.items, ["a"]);
    }
  },

  "record.put.replaces": withSessions(async (context) => {
    const bench = await Bench.perform(
      context,
      writesOf({ form: ["put"], target: ["there"], sortindex: [ABSENT], ttl: [ABSENT, "ordinary"] }),
    );
    await bench.expectFields();
  }),

  "record.put.null": needs(
    { waits: true },
    withSessions(async (context) => {
      const axes = { form: ["put"], target: READY, sortindex: ["null"], ttl: ["null"] } as const;
      const bench = await Bench.perform(context, writesOf(axes), { ttl: 6 });
      await bench.expectFields();
      await bench.expectEnds();
    }),
  ),

  "record.post.keeps": withSessions(async (context) => {
    const bench = await Bench.perform(
      context,
      writesOf({
        form: ["post"],
        target: ["there"],
        payload: [ABSENT, "empty", "ordinary"],
        sortindex: [ABSENT, "zero", "ordinary"],
        ttl: [ABSENT, "ordinary"],
      }),
    );
    await bench.expectFields();
  }),

  "record.post.null": needs(
    { waits: true },
    withSessions(async (context) => {
      const bench = await Bench.perform(
        context,
        writesOf({
          form: ["post"],
          target: ["there", "missing"],
          payload: [ABSENT, "null", "ordinary"],
          sortindex: [ABSENT, "null", "ordinary"],
          ttl: ["null"],
        }),
        { ttl: 6 },
      );
      await bench.expectFields();
      await bench.expectEnds();
    }),
  ),

  "record.post.default-payload": withSessions(async (context) => {
    const bench = await Bench.perform(
      context,
      writesOf({
        form: ["post"],
        target: READY.filter((target) => target !== "there"),
        payload: [ABSENT],
        sortindex: [ABSENT, "ordinary"],
        ttl: [ABSENT, "ordinary"],
      }),
    );
    await bench.expectFields();
  }),

  "record.delete.gone": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a", payload: "12345" }, { id: "b" }]);
    expectSuccess(await account.delete(`/${partition}/c/a`));
    expectStatus(await account.get(`/${partition}/c/a`), 404);
    for (const query of ["", "ids=a,b", "newer=0", "full"]) {
      const listed = expectStatus(await account.get(`/${partition}/c`, { query }), 200);
      const left = listed.json?.items?.map((item) => (typeof item === "object" ? item.id : item));
      expectEqual(listed, "the ids", left, ["b"]);
    }
    const whole = expectStatus(await account.get(`/${partition}`), 200);
    expectEqual(whole, "the names in the partition", whole.json?.items, ["c/b"]);
    const counts = expectStatus(await account.get("/info/collection_counts"), 200);
    expectEqual(counts, "the count", counts.json?.[`${partition}/c`], 1);
    const usage = expectStatus(await account.get("/info/collection_usage"), 200);
    expectEqual(usage, "the usage", usage.json?.[`${partition}/c`], 0);
    const quota = expectStatus(await account.get("/info/quota"), 200);
    expectEqual(quota, "the usage", quota.json?.usage, 0);
  },

  "record.delete.missing": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    control(await account.delete(`/${partition}/c/a`), 204);
    for (const missing of [`/${partition}/c/a`, `/${partition}/c/b`, `/${partition}/missing/a`])
      expectStatus(await account.delete(missing), 404);
  },
} satisfies Partial<ChecksOf<"record">>;

export const record = {
  ...reading,
  ...writing,
  ...recordId,
  ...recordBody,
  ...recordFields,
  ...recordModified,
  ...recordForgotten,
} satisfies ChecksOf<"record">;
