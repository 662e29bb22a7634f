/** Performs requests about sessions, and compares their answers with the model. */
import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../../../exchange/answer.ts";
import type { SessionCommand } from "./commands.ts";
import { spanOf } from "./exchange-span.ts";
import { expectStray } from "./expect-stray-session.ts";
import { learn } from "./learn-versions.ts";
import { expectRemaining, isOverQuota } from "./model-quota.ts";
import type { Lease } from "./model-session.ts";
import { apply, openAfter } from "./model-state.ts";
import type { World } from "./model-world.ts";
import { takenBy } from "./perform-write.ts";
import { strayOf } from "./session-of-command.ts";
import { overlap } from "./write-effects.ts";

/** Whether a request about a session makes sense. Beyond `max_sessions`, a server may make a client wait. */
export function isOpenToSession(world: World, command: SessionCommand): boolean {
  if (command.kind === "begin") return world.live.length < Math.min(world.bounds.sessions, MOST_SESSIONS);
  return leaseAbout(world, command) !== undefined;
}

/** More live sessions than this leave no room for writes outside of them. */
const MOST_SESSIONS = 2;

function leaseAbout(world: World, command: { session: number; late: boolean }): Lease | undefined {
  const { leases, live } = world;
  const among = live.length > 0 ? live : leases;
  return strayOf(world, command) ?? among[command.session % Math.max(1, among.length)];
}

/** Sends a request about a session, and compares its answer with the model. */
export async function performSession(world: World, command: SessionCommand): Promise<void> {
  const { client, kind } = command;
  if (kind === "begin") return begin(world, command);
  const lease = leaseAbout(world, command);
  if (!lease) return;
  const method = kind === "state" ? "GET" : kind === "commit" ? "POST" : "DELETE";
  const path = `/sessions/${lease.id}${kind === "commit" ? "/commit" : ""}`;
  const answer = await world.send({ client, method, path });
  if (lease.outcome !== null || !world.leases.includes(lease)) return expectStray(world, answer, lease);
  if (kind === "commit") return commit(world, answer, lease);
  if (kind === "abort") {
    world.expectStatus("session", answer, [204]);
    end(lease, answer, "aborted");
    world.count("aborted");
  } else {
    world.expectStatus("session", answer, [200]);
    expectState(world, answer, lease);
  }
}

async function begin(world: World, command: Extract<SessionCommand, { kind: "begin" }>): Promise<void> {
  const { client, scope } = command;
  const taken = world.live.some((lease) => overlap(lease.scope, scope));
  const answer = await world.send({ client, method: "POST", path: "/sessions", body: { scope } }, taken);
  if (taken) {
    world.expectStatus("lease", answer, [409], ": its scope overlaps that of a live session");
    return world.count("refused");
  }
  if (answer.status === 409)
    world.expectStatus("lease", answer, [201], ": its scope overlaps none of a live session");
  world.expectStatus("session", answer, [201]);
  const { id, expires_in } = Object(answer.json) as { id?: unknown; expires_in?: unknown };
  if (typeof id !== "string" || typeof expires_in !== "number") {
    world.fail(
      "session",
      `${answer.asked} to give an id and expires_in`,
      JSON.stringify(answer.json),
      answer,
    );
  }
  const from = answer.exchange.startedAt / 1000;
  const latest = from + world.bounds.lifetime;
  const { version } = world.state;
  const lease: Lease = {
    id,
    scope,
    version,
    staged: [],
    records: 0,
    bytes: 0,
    ttl: expires_in,
    latest,
    lives: Math.min(from + expires_in, latest),
    outcome: null,
    committed: null,
    ended: 0,
  };
  world.leases.push(lease);
  expectState(world, answer, lease);
  world.count("begun");
}

function expectState(world: World, answer: Answer, lease: Lease): void {
  if (!world.judges("session")) return;
  const { id, scope, version, staged } = Object(answer.json) as Record<string, unknown>;
  const got = { id, version, staged, scope: Array.isArray(scope) ? scope.map(String).toSorted() : scope };
  const { records } = lease;
  const expected = { id: lease.id, version: lease.version, staged: records, scope: lease.scope.toSorted() };
  if (isDeepStrictEqual(got, expected)) return;
  world.fail("session", `${answer.asked} to give ${JSON.stringify(expected)}`, JSON.stringify(got), answer);
}

async function commit(world: World, answer: Answer, lease: Lease): Promise<void> {
  const before = world.state;
  const dry = apply(before, lease.staged, before.version + 1);
  if (isOverQuota(world, dry.state)) {
    world.expectStatus("quota", answer, [403], ": it would exceed the quota");
    return world.count("exceeded");
  }
  world.expectStatus(answer.status === 403 ? "quota" : "commit", answer, [200]);
  const open = openAfter(before, dry.state);
  // If a commit changes nothing but versions that the document leaves open, it may take no version.
  const idle =
    !dry.changed ||
    (answer.integer("X-Last-Modified-Version") === before.version && isIdle(world, lease, open));
  if (idle) world.expectVersion("commit", answer, { path: "" }, before.version);
  const version = idle ? before.version : takenBy(world, answer, "commit");
  if (!idle) {
    world.state = apply(before, lease.staged, version, spanOf(answer)).state;
    if (lease.staged.some((effect) => effect.kind === "store" && effect.fields.ttl !== undefined))
      world.count("timed");
    expectRemaining(world, answer);
  }
  end(lease, answer, "committed");
  lease.committed = version;
  const { version: shown } = Object(answer.json) as { version?: unknown };
  if (world.judges("commit") && shown !== version) {
    world.fail(
      "commit",
      `version in the body of ${answer.asked} to be ${world.script.version(version)}`,
      String(shown),
      answer,
    );
  }
  world.count(lease.staged.length > 0 ? "committed" : "nothing");
  if (!idle && open.length > 0) await learn(world, before, open);
}

/** Whether a commit changes nothing but versions that the document leaves open. */
function isIdle({ state }: World, lease: Lease, open: readonly string[]): boolean {
  const after = apply(state, lease.staged, state.version + 1).state;
  return Object.entries(after.partitions).every(
    ([name, { version }]) => open.includes(name) || version <= state.version,
  );
}

function end(lease: Lease, { exchange }: Answer, outcome: "committed" | "aborted"): void {
  lease.outcome = outcome;
  lease.ended = exchange.startedAt / 1000;
}
