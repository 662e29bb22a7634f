import type { ChecksOf } from "../engine/check.ts";
import { RawBody } from "../exchange/typed.ts";
import { orderLimit } from "./order-limit.ts";
import { control, expectProblem } from "./support/expect.ts";
import { prepare } from "./support/samples.ts";

/** Which of two faults is answered, where a client depends on it (§12). */
export const order = {
  "order.invalid-before-missing": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/missing`), 404);
    control(await account.delete(`/${partition}/missing/a`), 404);
    for (const answer of [
      await account.get(`/${partition}/missing`, { query: { limit: 0 } }),
      await account.get(`/${partition}/missing/a`, { ifModified: "abc" }),
      await account.delete(`/${partition}/missing`, { query: "bogus" }),
      await account.delete(`/${partition}/missing/a`, { ifUnmodified: "abc" }),
      await account.delete("/", { query: `keep=${partition}/missing,meta` }),
      await account.delete("/", { query: `keep=${partition}/missing&bogus` }),
    ]) {
      expectProblem(answer, 422, "invalid-request");
    }
  },

  "order.invalid-before-condition": async ({ account, partition }) => {
    await prepare(account, partition);
    const stale = { ifUnmodified: 0 };
    control(await account.put(`/${partition}/sample/a`, { payload: "x" }, stale), 412);
    for (const answer of [
      await account.put(`/${partition}/sample/a`, RawBody.json({ payload: 5 }), stale),
      await account.post(`/${partition}/sample/a`, new RawBody("{"), stale),
      await account.post(`/${partition}/sample`, RawBody.json({}), stale),
      await account.get(`/${partition}/sample`, { query: { limit: 0 }, ...stale }),
      await account.delete(`/${partition}/sample`, { query: "bogus", ...stale }),
      await account.get(`/${partition}`, { query: { ids: "a" }, ...stale }),
      await account.post(`/${partition}`, RawBody.json([{ id: "a" }]), stale),
      await account.delete(`/${partition}`, { query: "bogus", ...stale }),
      await account.delete("/", { query: "keep=meta/global", ...stale }),
    ]) {
      expectProblem(answer, 422, "invalid-request");
    }
  },

  ...orderLimit,
} satisfies ChecksOf<"order">;
