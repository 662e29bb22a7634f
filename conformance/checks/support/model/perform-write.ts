/** Performs writes, and compares their answers with the model. */
import type { Answer } from "../../../exchange/answer.ts";
import { aimedAtMany, MANY, namesMany } from "./aim-at-many.ts";
import { aimedWrite } from "./aim-command.ts";
import type { SendingManner, Write } from "./commands.ts";
import { spanOf } from "./exchange-span.ts";
import { expectStray } from "./expect-stray-session.ts";
import { expectRemaining, isOverQuota } from "./model-quota.ts";
import type { Lease } from "./model-session.ts";
import { apply } from "./model-state.ts";
import type { World } from "./model-world.ts";
import { amountOf, isThere, type Plan, planOf } from "./plan-write.ts";
import { conditionOf, type GivenCondition } from "./resolve-condition.ts";
import { leaseOf, strayOf } from "./session-of-command.ts";
import { staysWithin, touches } from "./write-effects.ts";

/** Whether a write makes sense, and the document determines its answer. */
export function isOpenTo(world: World, given: Write & SendingManner): boolean {
  if (namesMany(given) && aimedAtMany(world, given) === null) return false;
  const command = aimedWrite(world, given);
  const lease = leaseOf(world, command);
  const plan = planOf(command, world.state);
  // The document says little about malformed requests but that they are refused.
  if (plan.malformed) return world.live.length === 0;
  if (lease === null) return true;
  const { records, bytes } = amountOf(plan.effects);
  const fits =
    lease.records + records <= world.bounds.stagedRecords && lease.bytes + bytes <= world.bounds.stagedBytes;
  const staged = apply(world.state, lease.staged, world.state.version + 1).state;
  const kept =
    command.kind !== "wipe" || (!plan.missing && command.keep.every((path) => isThere(staged, path)));
  // The document leaves open whether a condition counts when the deletion of a missing target is staged.
  const vague = plan.method === "DELETE" && !plan.target.exists && command.condition?.on === "unmodified";
  return fits && kept && !vague;
}

/** Sends a write, and compares its answer with the model. */
export async function performWrite(world: World, given: Write & SendingManner): Promise<void> {
  const command = aimedWrite(world, given);
  const plan = planOf(command, world.state);
  const lease = leaseOf(world, command);
  const stray = strayOf(world, command);
  const condition = conditionOf(world, command, plan.target);
  const refusals = refusalsOf(world, plan, lease, condition);
  const { client } = command;
  const { method, query, body, target } = plan;
  const session = (lease ?? stray)?.id ?? null;
  const asked = { client, method, path: `/${target.path}`, query, body, condition, session };
  const answer = await world.send(asked, refusals.includes(409));
  if (plan.effects.length > MANY || amountOf(plan.effects).records > MANY) world.count("many");
  if (stray) return expectStray(world, answer, stray, refusals);
  judgeLease(world, answer, refusals);
  if (refusals.length === 0 && !lease && isOverQuota(world, apply(world.state, plan.effects, 1).state)) {
    return overQuota(world, answer);
  }
  if (refusals.length > 0) return refused(world, answer, plan, refusals);
  if (lease) return staged(world, answer, plan, lease);
  performed(world, answer, plan, client);
}

/** The allowed statuses of a refusal; none if the write has to be performed. */
function refusalsOf(
  { live }: World,
  plan: Plan,
  lease: Lease | null,
  condition: GivenCondition | null,
): number[] {
  const { target, effects, method } = plan;
  if (plan.malformed) return [422];
  const creates = method !== "DELETE";
  if (!creates && !target.exists && lease === null) {
    // 404 precedes the precondition (conditional.unmodified.delete-missing), but not necessarily a 409.
    return [
      404,
      ...(touches(
        effects,
        live.flatMap(({ scope }) => scope),
      )
        ? [409]
        : []),
    ];
  }
  const refusals: number[] = [];
  if (plan.missing) refusals.push(404);
  if (lease && !staysWithin(effects, lease.scope)) refusals.push(403);
  if (!lease && live.some(({ scope }) => touches(effects, scope))) refusals.push(409);
  if (condition?.on === "unmodified") {
    const { version } = condition;
    if (target.exists ? target.version > version : creates && version > 0) refusals.push(412);
  }
  return refusals;
}

function overQuota(world: World, answer: Answer): void {
  world.expectStatus("quota", answer, [403], ": it would exceed the quota");
  world.count("exceeded");
}

/** A 409 must come if a session has the scope, and only then. */
function judgeLease(world: World, answer: Answer, refusals: readonly number[]): void {
  if (answer.status === 409 && !refusals.includes(409)) {
    world.fail(
      "lease",
      `${answer.asked} not to be answered 409: it touches no live session's scope`,
      "409",
      answer,
    );
  }
  if (refusals.length === 1 && refusals[0] === 409) {
    if (answer.status !== 409) {
      const why = ": it touches the scope of a live session";
      world.fail("lease", `${answer.asked} to answer 409${why}`, String(answer.status), answer);
    }
  }
  if (world.live.length > 0) world.count(refusals.includes(409) ? "leased" : "free");
}

function refused(world: World, answer: Answer, { target }: Plan, refusals: readonly number[]): void {
  world.expectStatus("write", answer, refusals);
  if (answer.status === 412) world.expectVersion("write", answer, target, target.version);
  world.count("refused");
  world.count(`refused${answer.status}`);
}

function staged(world: World, answer: Answer, plan: Plan, lease: Lease): void {
  world.expectStatus("session", answer, [202], ", as it is staged");
  world.expectVersion("read", answer, plan.target, plan.target.version);
  expectResult(world, answer, plan);
  const { records, bytes } = amountOf(plan.effects);
  lease.staged.push(...plan.effects);
  lease.records += records;
  lease.bytes += bytes;
  world.count("staged");
}

function performed(world: World, answer: Answer, plan: Plan, client: number): void {
  const { state } = world;
  const outcome = apply(state, plan.effects, state.version + 1);
  const status = plan.result ? 200 : plan.method === "DELETE" || outcome.created === 0 ? 204 : 201;
  world.expectStatus(answer.status === 403 ? "quota" : "write", answer, [status]);
  expectResult(world, answer, plan);
  const version = outcome.changed ? takenBy(world, answer, "write") : plan.target.version;
  if (outcome.changed) {
    world.state = apply(state, plan.effects, version, spanOf(answer)).state;
    world.stamp(version, answer);
    if (isTimed(plan)) world.count("timed");
  } else world.expectVersion("write", answer, plan.target, version);
  expectRemaining(world, answer);
  world.see(client, plan.target.path, version);
  world.count(outcome.changed ? `${status}` : "nothing");
}

/** Whether a write sets the expiry of a record. */
function isTimed({ effects }: Plan): boolean {
  return effects.some((effect) => effect.kind === "store" && effect.fields.ttl !== undefined);
}

/** The version that a write took, which must be greater than the account's. */
export function takenBy(world: World, answer: Answer, kind: "write" | "commit"): number {
  const version = answer.integer("X-Last-Modified-Version");
  const { state, script } = world;
  if (version !== undefined && version > state.version && Number.isSafeInteger(version)) return version;
  const expected = `X-Last-Modified-Version of ${answer.asked} to be greater than ${script.version(state.version)}, the account's`;
  world.fail(kind, expected, version === undefined ? "nothing" : String(version), answer);
}

function expectResult(world: World, answer: Answer, { result }: Plan): void {
  if (!result || !world.judges("write")) return;
  const { success, failed } = Object(answer.json) as { success?: unknown; failed?: unknown };
  const got = {
    success: Array.isArray(success) ? success.map(String).toSorted() : success,
    failed: Object.keys(Object(failed)).toSorted(),
  };
  const expected = { success: result.success.toSorted(), failed: result.failed.toSorted() };
  if (JSON.stringify(got) === JSON.stringify(expected)) return;
  const what = `success and the keys of failed after ${answer.asked} to be`;
  world.fail("write", `${what} ${JSON.stringify(expected)}`, JSON.stringify(got), answer);
}
