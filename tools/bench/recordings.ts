import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import type { TestableRuleId } from "../../generated/rules.ts";
import type { RecordJob } from "./child/record.ts";
import type { ReplayJob, ReplayRun } from "./child/replay.ts";
import { CONCURRENCY } from "./child/target.ts";
import { inChild, withServer } from "./children.ts";
import type { Context } from "./context.ts";
import { covered } from "./replay/order.ts";
import type { Recording, Sleep } from "./replay/recording.ts";

/** A recording and where it can be replayed. */
export interface Kept {
  file: string;
  /** Of the server that was recorded: Hawk signs it, so that a replay needs the same one. */
  port: number;
  recording: Recording;
}

/**
 * Runs some rules against a fresh reference server and records what goes over the wire.
 * @param accounts how many are listed; left out: made on the fly
 */
export async function record(rules: TestableRuleId[], { folder }: Context, accounts?: number): Promise<Kept> {
  const file = join(folder, `recording-${rules.length}-${accounts ?? "any"}.bin`);
  return withServer({}, async (server) => {
    const job: RecordJob = { server, rules, file, ...(accounts !== undefined && { accounts }) };
    await inChild<null>("record", job);
    const recording: Recording = deserialize(await readFile(file));
    return { file, port: Number(new URL(server.endpoint).port), recording };
  });
}

/** Replays a recording against a fresh server, whose clock shows what it did then: signatures grow stale. */
export function replay({ file, port, recording }: Kept): Promise<ReplayRun> {
  const behindMs = Date.now() - recording.startedAt;
  return withServer({ port, behindMs }, (server) => {
    const job: ReplayJob = { file, origin: new URL(server.endpoint).origin, concurrency: CONCURRENCY };
    return inChild<ReplayRun>("replay", job);
  });
}

/** How long each check paused, in milliseconds: of its two partitions the one that did so longer. */
export function pausesByRule(sleeps: readonly Sleep[]): Map<string, number> {
  const pauses = new Map<string, number>();
  for (const [, its] of group(sleeps)) {
    const [{ rule }] = its as [Sleep];
    const total = covered(its.map(({ began, ms }) => ({ began, ended: began + ms })));
    pauses.set(rule, Math.max(pauses.get(rule) ?? 0, total));
  }
  return pauses;
}

function group(sleeps: readonly Sleep[]): Map<string, Sleep[]> {
  const groups = new Map<string, Sleep[]>();
  for (const sleep of sleeps) {
    const key = `${sleep.rule} ${sleep.partition}`;
    groups.set(key, [...(groups.get(key) ?? []), sleep]);
  }
  return groups;
}
