/** Performs a write, or stages it in its session. */
import type { Operation } from "../contract/document.ts";
import { precondition, requireTarget } from "./precondition.ts";
import { Refusal } from "./problem.ts";
import { withinQuota } from "./quota.ts";
import type { Outcome } from "./request-outcome.ts";
import type { Call, Plan } from "./resource.ts";
import { amountOf, keepToLimits, keepToScope, respectLeases } from "./session.ts";
import type { Session } from "./session-store.ts";

/**
 * Performs a write, or stages it if the call belongs to a session.
 * @param version version of the target; undefined if it does not exist
 */
export function performWrite(
  operation: Operation,
  call: Call,
  plan: Plan,
  version: number | undefined,
): Outcome {
  return call.session
    ? stage(operation, call, plan, version, call.session)
    : writeAtOnce(operation, call, plan, version);
}

function writeAtOnce(operation: Operation, call: Call, plan: Plan, version: number | undefined): Outcome {
  const { store, account, conditions } = call;
  if (plan.missing) throw new Refusal(404);
  requireTarget(operation, version);
  respectLeases(call, plan.changes);
  precondition(operation, conditions, version);

  const { written, headers } = withinQuota(call, (quota) => store.write(account, plan.changes, quota));
  return {
    status: plan.status(written),
    headers,
    // A write that changes nothing takes no version, and reports its target's version (version.nothing.reports).
    ...(written.changed && { version: written.version, modified: written.modified }),
    ...(plan.content !== undefined && { content: plan.content }),
  };
}

/** Stages a write. A missing target is no obstacle: it may exist at the commit (session.staged.missing). */
function stage(
  operation: Operation,
  call: Call,
  { changes, content }: Plan,
  version: number | undefined,
  session: Session,
): Outcome {
  const { store, account, conditions, limits } = call;
  const amount = amountOf(changes);
  keepToLimits(session, amount, limits);
  keepToScope(session, changes);
  precondition(operation, conditions, version);

  store.sessions.stage(account, session.id, changes, amount);
  return { status: 202, ...(content !== undefined && { content }) };
}
