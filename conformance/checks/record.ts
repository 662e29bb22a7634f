import { type ChecksOf, needs, type Trial } from "../engine/check.ts";
import { recordBody } from "./record-body.ts";
import { recordModified } from "./record-modified.ts";
import { control, expectEqual, expectStatus, expectSuccess, expectThat } from "./support/expect.ts";
import { put, seed, sleep } from "./support/fixtures.ts";
import { recordsOf } from "./support/listing.ts";
import { headMirrors } from "./support/mirror.ts";
import { expectNamesMissing, ORDINARY_NAMES } from "./support/names.ts";

async function expectRecord(
  { account, partition }: Trial,
  expected: { payload?: string; sortindex?: number | null },
) {
  const answer = expectStatus(await account.get(`/${partition}/c/a`), 200);
  const { payload, sortindex } = expected;
  if (payload !== undefined) expectEqual(answer, "the payload", answer.json?.payload, payload);
  if (sortindex === null) {
    expectThat(answer, answer.json?.sortindex === undefined, "sortindex to be unset", answer.json);
  } else if (sortindex !== undefined) {
    expectEqual(answer, "the sortindex", answer.json?.sortindex, sortindex);
  }
}

/** Null as `ttl` must take away an expiry that was set before. */
async function expectNullEndsTtl({ account, partition }: Trial, method: "put" | "post"): Promise<void> {
  const mortal = ["b", "twin"].map((id) => ({ id, payload: "x", ttl: 2 }));
  await seed(account, `/${partition}/c`, mortal);
  control(await account[method](`/${partition}/c/b`, { payload: "x", ttl: null }), 204);
  // The ttl, the second by which a record may outlive it, and a little for the grain of timers.
  await sleep(2 + 1.15);
  control(await account.get(`/${partition}/c/twin`), 404);
  expectStatus(await account.get(`/${partition}/c/b`), 200);
}

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

  "record.put.replaces": async (trial) => {
    await put(trial.account, `/${trial.partition}/c/a`, { payload: "old", sortindex: 5 });
    expectSuccess(await trial.account.put(`/${trial.partition}/c/a`, { payload: "new" }));
    await expectRecord(trial, { payload: "new", sortindex: null });
  },

  "record.put.null": needs({ waits: true }, async (trial) => {
    await put(trial.account, `/${trial.partition}/c/a`, { payload: "old", sortindex: 5 });
    expectSuccess(
      await trial.account.put(`/${trial.partition}/c/a`, { payload: "new", sortindex: null, ttl: null }),
    );
    await expectRecord(trial, { payload: "new", sortindex: null });
    const created = { payload: "new", sortindex: null, ttl: null };
    expectSuccess(await trial.account.put(`/${trial.partition}/c/new`, created));
    await expectNullEndsTtl(trial, "put");
  }),

  "record.post.keeps": async (trial) => {
    await put(trial.account, `/${trial.partition}/c/a`, { payload: "old", sortindex: 5 });
    expectSuccess(await trial.account.post(`/${trial.partition}/c/a`, { sortindex: 6 }));
    await expectRecord(trial, { payload: "old", sortindex: 6 });
    expectSuccess(await trial.account.post(`/${trial.partition}/c/a`, { payload: "new" }));
    await expectRecord(trial, { payload: "new", sortindex: 6 });
    expectSuccess(await trial.account.post(`/${trial.partition}/c/a`, {}));
    await expectRecord(trial, { payload: "new", sortindex: 6 });
    expectSuccess(await trial.account.post(`/${trial.partition}/c/a`, { ttl: 1000 }));
    await expectRecord(trial, { payload: "new", sortindex: 6 });
  },

  "record.post.null": needs({ waits: true }, async (trial) => {
    await put(trial.account, `/${trial.partition}/c/a`, { payload: "old", sortindex: 5 });
    expectSuccess(await trial.account.post(`/${trial.partition}/c/a`, { sortindex: null }));
    await expectRecord(trial, { payload: "old", sortindex: null });
    expectSuccess(await trial.account.post(`/${trial.partition}/c/a`, { payload: null }));
    await expectRecord(trial, { payload: "", sortindex: null });
    await expectNullEndsTtl(trial, "post");
  }),

  "record.post.default-payload": async (trial) => {
    expectSuccess(await trial.account.post(`/${trial.partition}/c/a`, {}));
    await expectRecord(trial, { payload: "", sortindex: null });
    await put(trial.account, `/${trial.partition}/c/a`, { payload: "old", sortindex: 5 });
    control(await trial.account.delete(`/${trial.partition}/c/a`), 204);
    expectSuccess(await trial.account.post(`/${trial.partition}/c/a`, {}));
    await expectRecord(trial, { payload: "", sortindex: null });
  },

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

const naming = {
  "record.id.syntax": async ({ account, partition }) => {
    await expectNamesMissing(account, partition, (name) => `/${partition}/sample/${name}`, "x".repeat(65));
  },

  "record.id.length": async ({ account, partition }) => {
    for (const id of ["x", "A-_9".repeat(16)]) {
      expectSuccess(await account.put(`/${partition}/c/${id}`, { payload: "x" }));
      const answer = expectStatus(await account.get(`/${partition}/c/${id}`), 200);
      expectEqual(answer, "the id", answer.json?.id, id);
    }
  },

  "record.id.case": async ({ account, partition }) => {
    await put(account, `/${partition}/c/Case`, { payload: "upper" });
    expectStatus(await account.get(`/${partition}/c/case`), 404);
    expectSuccess(await account.put(`/${partition}/c/case`, { payload: "lower" }));
    const upper = expectStatus(await account.get(`/${partition}/c/Case`), 200);
    expectEqual(upper, "the payload", upper.json?.payload, "upper");
  },

  "record.id.ordinary": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    for (const id of ORDINARY_NAMES) {
      expectStatus(await account.get(`/${partition}/c/${id}`), 404);
      expectSuccess(await account.put(`/${partition}/c/${id}`, { payload: id }));
      const answer = expectStatus(await account.get(`/${partition}/c/${id}`), 200);
      expectEqual(answer, "the payload", answer.json?.payload, id);
      const posted = expectStatus(await account.post(`/${partition}/c`, [{ id, payload: "y" }]), 200);
      expectEqual(posted, "success", posted.json?.success, [id]);
      for (const [path, name] of [
        [`/${partition}/c`, id],
        [`/${partition}`, `c/${id}`],
      ] as const) {
        const listed = expectStatus(await account.get(path, { query: { ids: name } }), 200);
        expectEqual(listed, "items", listed.json?.items, [name]);
      }
      expectSuccess(await account.delete(`/${partition}/c`, { query: { ids: id } }));
      expectStatus(await account.get(`/${partition}/c/${id}`), 404);
    }
    expectStatus(await account.get(`/${partition}/c/a`), 200);
  },
} satisfies Partial<ChecksOf<"record">>;

export const record = {
  ...reading,
  ...writing,
  ...naming,
  ...recordBody,
  ...recordModified,
} satisfies ChecksOf<"record">;
