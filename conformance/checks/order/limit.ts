/** Checks that what exceeds a limit is answered 413, even if it is invalid or cannot be parsed as well. */
import type { Partition } from "../../contract/document.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { Broken, Untested } from "../../runner/outcomes.ts";
import { controlTaken, type Limits, limitsOf, sendAsNewClient } from "../support/announced-limits.ts";
import { control, expectStatus } from "../support/expect.ts";
import { type Excess, oversized, requestBytes } from "../support/oversized-requests.ts";
import { type Sample, send } from "../support/sample-requests.ts";

/** Lists that exceed a limit. */
function oversizedLists(partition: Partition, limits: Limits): Excess[] {
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

export const orderLimit = {
  "order.limit-before-invalid": async ({ account, partition }) => {
    for (const { exact, over } of oversizedLists(partition, await limitsOf(account))) {
      controlTaken(await send(account, exact));
      // Of as many as there may be, the one that is invalid fails alone.
      const { json } = control(await send(account, invalid(exact)), 200);
      const { failed = {} } = Object(json) as { failed?: object };
      if (Object.keys(failed).length !== 1) throw new Broken("set-up: one record was to fail");
      expectStatus(await sendAsNewClient((options) => send(account, invalid(over), options)), 413);
    }
  },

  "order.size-before-parsing": async ({ account, partition }) => {
    for (const { exact, over } of requestBytes(partition, await limitsOf(account))) {
      controlTaken(await send(account, exact));
      const body = new RawBody(Buffer.alloc(over.body?.length ?? 0, "x"), over.body?.type ?? null);
      expectStatus(await sendAsNewClient((options) => send(account, { ...over, body }, options)), 413);
    }
  },
} satisfies Partial<ChecksOf<"order">>;
