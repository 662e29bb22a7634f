import type { TestableRuleId } from "../../generated/rules.ts";
import type { Check } from "../runner/define-check.ts";
import { accept } from "./accept.ts";
import { account } from "./account.ts";
import { auth } from "./auth.ts";
import { backoff } from "./backoff.ts";
import { batch } from "./batch.ts";
import { body } from "./body.ts";
import { client } from "./client.ts";
import { collection } from "./collection.ts";
import { conditional } from "./conditional.ts";
import { deletion } from "./delete.ts";
import { encoding } from "./encoding.ts";
import { error } from "./error.ts";
import { expiry } from "./expiry.ts";
import { header } from "./header.ts";
import { info } from "./info.ts";
import { keep } from "./keep.ts";
import { lifecycle } from "./lifecycle.ts";
import { limit } from "./limit.ts";
import { list } from "./list.ts";
import { message } from "./message.ts";
import { method } from "./method.ts";
import { model } from "./model.ts";
import { order } from "./order.ts";
import { partition } from "./partition.ts";
import { path } from "./path.ts";
import { query } from "./query.ts";
import { quota } from "./quota.ts";
import { race } from "./race.ts";
import { record } from "./record.ts";
import { retry } from "./retry.ts";
import { session } from "./session.ts";
import { status } from "./status.ts";
import { unavailable } from "./unavailable.ts";
import { version } from "./version.ts";

/** The check of every testable rule; the compiler finds a missing one, here, and a superfluous one in its area. */
export const checks = {
  ...accept,
  ...account,
  ...auth,
  ...backoff,
  ...batch,
  ...body,
  ...client,
  ...collection,
  ...conditional,
  ...deletion,
  ...encoding,
  ...error,
  ...expiry,
  ...header,
  ...info,
  ...keep,
  ...lifecycle,
  ...limit,
  ...list,
  ...message,
  ...method,
  ...model,
  ...order,
  ...partition,
  ...path,
  ...query,
  ...quota,
  ...race,
  ...record,
  ...retry,
  ...session,
  ...status,
  ...unavailable,
  ...version,
} satisfies Record<TestableRuleId, Check>;
