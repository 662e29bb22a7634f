import type { ChecksOf } from "../engine/check.ts";
import { RawBody } from "../exchange/typed.ts";
import { control, expectEqual, expectProblem, expectStatus, expectSuccess } from "./support/expect.ts";
import { prepare } from "./support/samples.ts";

const LONGEST_TARGET = 16384;
const VALID = RawBody.json({ payload: "x" });

export const path = {
  "path.unknown": async ({ account }) => {
    await prepare(account);
    control(await account.get("/info/collections"), 200);
    control(await account.get("/storage/sample/a"), 200);
    for (const unknown of [
      "/no-such-thing",
      "/no/such/thing/at/all",
      "/info",
      "/info/no-such-view",
      "/Info/collections",
      "/Storage/sample/a",
    ]) {
      expectProblem(await account.get(unknown), 404, "not-found");
      expectProblem(await account.send("PUT", unknown, VALID), 404, "not-found");
      expectProblem(await account.delete(unknown), 404, "not-found");
    }
  },

  "path.encoded": async ({ account }) => {
    await prepare(account);
    const plain = control(await account.get("/storage/sample/a"), 200);
    for (const encoded of ["/storage/s%61mple/a", "/storage/sample/%61", "/storage/%73%61%6D%70%6c%65/%61"]) {
      const answer = expectStatus(await account.get(encoded as "/storage/sample/a"), 200);
      expectEqual(answer, "the record", answer.json, plain.json);
    }
    expectSuccess(await account.send("PUT", "/storage/sample/%7a%2Da", RawBody.json({ payload: "x" })));
    expectStatus(await account.get("/storage/sample/z-a"), 200);
  },

  "path.encoded-slash": async ({ account }) => {
    await prepare(account);
    control(await account.get("/storage/sample/a"), 200);
    // A GET alone would not tell an id with a slash in it from one that is missing.
    for (const id of ["a%2Fb", "%2F", "a%2f"]) {
      expectStatus(await account.send("PUT", `/storage/sample/${id}`, VALID), 404);
    }
    for (const encoded of [
      "/storage/sample%2Fa",
      "/storage%2fsample/a",
      "/info%2Fcollections",
      "/storage/sample/a%2Fb",
    ]) {
      expectStatus(await account.get(encoded), 404);
    }
  },

  "path.segments": async ({ account }) => {
    await prepare(account);
    control(await account.get("/storage/sample/a"), 200);
    control(await account.get("/info/collections"), 200);
    for (const odd of [
      "/storage/",
      "/storage//a",
      "/storage/sample/",
      "/storage/sample/a/",
      "/storage/sample/a/b",
      "//storage/sample",
      "/storage/./sample",
      "/storage/x/../sample",
      "/storage/sample/.",
      "/storage/sample/..",
      "/storage/sample/%2E%2e",
      "/info/collections/",
      "/info/collections/x",
      "/info//collections",
      "/storage/../info/collections",
    ]) {
      expectStatus(await account.get(odd), 404);
      expectStatus(await account.send("PUT", odd, VALID), 404);
      expectStatus(await account.delete(odd), 404);
    }
    expectStatus(await account.get("/storage/sample/a"), 200);
  },

  "path.long-target": async ({ account }) => {
    await prepare(account);
    const short = control(await account.get("/storage/sample", { query: "sort=oldest&x=" }), 200);
    const { origin } = new URL(short.exchange.request.url);
    const room = LONGEST_TARGET - (short.exchange.request.url.length - origin.length);
    const answer = expectStatus(
      await account.get("/storage/sample", { query: `sort=oldest&x=${"y".repeat(room)}` }),
      200,
    );
    expectEqual(answer, "items", answer.json, short.json);
  },
} satisfies ChecksOf<"path">;
