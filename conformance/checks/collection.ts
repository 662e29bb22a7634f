import type { ChecksOf } from "../engine/check.ts";
import { RawBody } from "../exchange/typed.ts";
import { control, expectEqual, expectStatus, expectSuccess, expectThat } from "./support/expect.ts";
import { put, seed } from "./support/fixtures.ts";
import { headMirrors } from "./support/mirror.ts";
import { expectNamesMissing, ORDINARY_NAMES } from "./support/names.ts";

const C = "/storage/c";

export const collection = {
  "collection.get.ids": async ({ account }) => {
    await seed(account, C, [{ id: "a" }, { id: "b", payload: "x" }, { id: "c" }]);
    const answer = expectStatus(await account.get(C), 200);
    expectEqual(answer, "items", (answer.json?.items as string[] | undefined)?.toSorted(), ["a", "b", "c"]);
  },

  "collection.get.missing": async ({ account }) => {
    await seed(account, C, [{ id: "a" }]);
    for (const query of ["", "full=", "ids=a", "limit=1", "newer=0"]) {
      control(await account.get(C, { query }), 200);
      expectStatus(await account.get("/storage/missing", { query }), 404);
      expectStatus(await account.get("/storage/missing", { query, ifUnmodified: 1 }), 404);
    }
  },

  "collection.get.emptied": async ({ account }) => {
    await put(account, "/storage/c/a", { payload: "x" });
    control(await account.delete("/storage/c/a"), 204);
    const answer = expectStatus(await account.get(C), 200);
    expectEqual(answer, "items", answer.json?.items, []);
  },

  "collection.head": headMirrors(
    "/storage/sample",
    ["/storage/sample", { query: { limit: 1, full: "" } }],
    ["/storage/sample", { query: { ids: "a,c", newer: 0, older: Number.MAX_SAFE_INTEGER, sort: "newest" } }],
    ["/storage/missing", {}],
    ["/storage/sample", { query: { limit: 0 } }],
  ),

  "collection.post.creates": async ({ account }) => {
    await seed(account, "/storage/before", [{ id: "a" }]);
    control(await account.get(C), 404);
    expectStatus(await account.post(C, [{ id: "a", payload: "x" }]), 200);
    const answer = expectStatus(await account.get(C), 200);
    expectEqual(answer, "items", answer.json?.items, ["a"]);
    // One record that is stored is enough.
    const partly = RawBody.json([{ id: "a" }, { id: "b", bogus: 1 }]);
    expectStatus(await account.post("/storage/partly", partly), 200);
    const stored = expectStatus(await account.get("/storage/partly"), 200);
    expectEqual(stored, "items", stored.json?.items, ["a"]);
  },

  "collection.delete.gone": async ({ account }) => {
    await seed(account, C, [{ id: "a" }, { id: "b" }]);
    expectSuccess(await account.delete(C));
    expectStatus(await account.get(C), 404);
    for (const id of ["a", "b"]) expectStatus(await account.get(`/storage/c/${id}`), 404);
    await put(account, "/storage/c/new", {});
    const again = expectStatus(await account.get(C), 200);
    expectEqual(again, "the records of the collection made anew", again.json?.items, ["new"]);
  },

  "collection.delete.missing": async ({ account }) => {
    await seed(account, C, [{ id: "a" }]);
    for (const options of [{ query: { ids: "a" } }, {}]) {
      control(await account.delete(C, options), 204);
      expectStatus(await account.delete("/storage/missing", options), 404);
    }
  },

  "collection.delete.ids": async ({ account }) => {
    const near = ["A", "aa", "b", "d"];
    await seed(
      account,
      C,
      ["a", "c", ...near].map((id) => ({ id })),
    );
    await put(account, "/storage/other/a", {});
    expectSuccess(await account.delete(C, { query: { ids: "a,c" } }));
    const answer = expectStatus(await account.get(C), 200);
    expectEqual(answer, "the records left", (answer.json?.items as string[] | undefined)?.toSorted(), near);
    expectStatus(await account.get("/storage/other/a"), 200);
  },

  "collection.delete.ids-missing": async ({ account }) => {
    await seed(account, C, [{ id: "a" }, { id: "b" }]);
    expectSuccess(await account.delete(C, { query: { ids: "missing,a" } }));
    const answer = expectStatus(await account.get(C), 200);
    expectEqual(answer, "the records left", answer.json?.items, ["b"]);
    expectSuccess(await account.delete(C, { query: { ids: "missing,a" } }));
    expectStatus(await account.get("/storage/c/b"), 200);
  },

  "collection.delete.ids-survives": async ({ account }) => {
    await seed(account, C, [{ id: "a" }, { id: "b" }]);
    control(await account.delete(C, { query: { ids: "a,b" } }), 204);
    const answer = expectStatus(await account.get(C), 200);
    expectEqual(answer, "items", answer.json?.items, []);
  },

  "collection.name.syntax": async ({ account }) => {
    await expectNamesMissing(account, (name) => `/storage/${name}`, "x".repeat(33));
  },

  "collection.name.length": async ({ account }) => {
    for (const name of ["x", "0", "_", "-", "A-_9".repeat(8), "9".repeat(32)]) {
      expectSuccess(await account.put(`/storage/${name}/a`, { payload: name }));
      const listing = expectStatus(await account.get(`/storage/${name}`), 200);
      expectEqual(listing, "items", listing.json?.items, ["a"]);
      const record = expectStatus(await account.get(`/storage/${name}/a`), 200);
      expectEqual(record, "the payload", record.json?.payload, name);
    }
  },

  "collection.name.case": async ({ account }) => {
    await put(account, "/storage/Case/a", { payload: "upper" });
    expectStatus(await account.get("/storage/case/a"), 404);
    await put(account, "/storage/case/a", { payload: "lower" });
    const upper = expectStatus(await account.get("/storage/Case/a"), 200);
    expectEqual(upper, "the payload", upper.json?.payload, "upper");
  },

  "collection.name.ordinary": async ({ account }) => {
    await seed(account, C, [{ id: "a" }]);
    for (const name of ORDINARY_NAMES) {
      expectStatus(await account.get(`/storage/${name}`), 404);
      expectSuccess(await account.put(`/storage/${name}/a`, { payload: "x" }));
      const info = control(await account.get("/info/collections"), 200);
      const listed = Object.hasOwn(info.json ?? {}, `storage/${name}`);
      expectThat(info, listed, `/info/collections to list storage/${name}`, info.json);
      expectSuccess(await account.delete(`/storage/${name}`));
      expectStatus(await account.get(`/storage/${name}`), 404);
    }
  },
} satisfies ChecksOf<"collection">;
