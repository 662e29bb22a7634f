import type { ChecksOf } from "../engine/check.ts";
import { RawBody } from "../exchange/typed.ts";
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

  "order.limit-before-invalid": async ({ account, partition }) => {
    const limits = await limitsOf(account);
    for (const { exact, over } of invalidLists(partition, limits)) {
      controlTaken(await send(account, exact));
      // Of as many as there may be, the one that is invalid fails alone.
      const failed = control(await send(account, invalid(exact)), 200).json as
        | { failed?: object }
        | undefined;
      if (Object.keys(failed?.failed ?? {}).length !== 1) throw new Broken("set-up: one record was to fail");
      expectStatus(await exceed((options) => send(account, invalid(over), options)), 413);
    }
  },
} satisfies ChecksOf<"order">;

/** Lists that exceed a limit. */
function invalidLists(partition: Partition, limits: Limits): Excess[] {
  const lists = oversized(partition, limits).filter(({ over }) => over.success.includes(200));
  if (lists.length > 0) return lists;
  throw new Untested("announces limits of lists that no check comes up to");
}

/** A list of which one record has a field that is not defined, beside the others. */
function invalid(list: Sample): Sample {
  const text = Buffer.from(list.body?.bytes ?? []).toString();
  const member = '"bogus":1,';
  // Where white space makes it large, it stays as large as it was.
  const spared = text.startsWith(`[${" ".repeat(member.length)}`)
    ? `[${text.slice(1 + member.length)}`
    : text;
  return { ...list, body: new RawBody(spared.replace("{", `{${member}`), list.body?.type ?? null) };
}
