import type { ChecksOf } from "../engine/check.ts";
import { RawBody } from "../exchange/typed.ts";
import { control, expectProblem } from "./support/expect.ts";
import { prepare } from "./support/samples.ts";

/** Which of two faults is answered, where a client depends on it (§12). */
export const order = {
  "order.invalid-before-missing": async ({ account }) => {
    await prepare(account);
    control(await account.get("/storage/missing"), 404);
    control(await account.delete("/storage/missing/a"), 404);
    for (const answer of [
      await account.get("/storage/missing", { query: { limit: 0 } }),
      await account.get("/storage/missing/a", { ifModified: "abc" }),
      await account.delete("/storage/missing", { query: "bogus" }),
      await account.delete("/storage/missing/a", { ifUnmodified: "abc" }),
    ]) {
      expectProblem(answer, 422, "invalid-request");
    }
  },

  "order.invalid-before-condition": async ({ account }) => {
    await prepare(account);
    const stale = { ifUnmodified: 0 };
    control(await account.put("/storage/sample/a", { payload: "x" }, stale), 412);
    for (const answer of [
      await account.put("/storage/sample/a", RawBody.json({ payload: 5 }), stale),
      await account.post("/storage/sample/a", new RawBody("{"), stale),
      await account.post("/storage/sample", RawBody.json({}), stale),
      await account.get("/storage/sample", { query: { limit: 0 }, ...stale }),
      await account.delete("/storage/sample", { query: "bogus", ...stale }),
    ]) {
      expectProblem(answer, 422, "invalid-request");
    }
  },
} satisfies ChecksOf<"order">;
