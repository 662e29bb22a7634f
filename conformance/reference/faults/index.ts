/** The fault of every testable rule: the reference server with it breaks that rule. The compiler finds a missing one. */
import type { TestableRuleId } from "../../../generated/rules.ts";
import { accept } from "./accept.ts";
import { account } from "./account/index.ts";
import { auth } from "./auth/index.ts";
import { backoff } from "./backoff.ts";
import { batch } from "./batch.ts";
import { body } from "./body/index.ts";
import { client } from "./client.ts";
import { collection } from "./collection.ts";
import { conditional } from "./conditional/index.ts";
import { deletion } from "./delete.ts";
import { encoding } from "./encoding.ts";
import { error } from "./error/index.ts";
import { expiry } from "./expiry.ts";
import type { Fault } from "./fault.ts";
import { header } from "./header/index.ts";
import { info } from "./info.ts";
import { keep } from "./keep/index.ts";
import { lifecycle } from "./lifecycle/index.ts";
import { limit } from "./limit/index.ts";
import { list } from "./list/index.ts";
import { message } from "./message/index.ts";
import { method } from "./method.ts";
import { model } from "./model.ts";
import { order } from "./order/index.ts";
import { partition } from "./partition/index.ts";
import { path } from "./path.ts";
import { query } from "./query/index.ts";
import { quota } from "./quota/index.ts";
import { race } from "./race/index.ts";
import { record } from "./record/index.ts";
import { retry } from "./retry.ts";
import { session } from "./session/index.ts";
import { status } from "./status.ts";
import { unavailable } from "./unavailable.ts";
import { version } from "./version/index.ts";
export const faults = {
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
} satisfies Record<TestableRuleId, Fault>;
