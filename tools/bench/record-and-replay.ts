import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import type { TestableRuleId } from "../../generated/rules.ts";
import type { BenchContext } from "./bench-context.ts";
import { CONCURRENCY } from "./child/bench-target.ts";
import type { RecordJob } from "./child/record-run.ts";
import type { ReplayJob, ReplayRun } from "./child/replay-run.ts";
import { inChild, withServer } from "./child-processes.ts";
import type { Recording, Sleep } from "./replay/recording.ts";
import { coveredTime } from "./replay/schedule.ts";

/** Records what the suite sends, and replays it against a new server. */

/** A recording, and the port at which it can be replayed. */
export interface StoredRecording {
  file: string;
  /** The port of the recorded server. Hawk signs it, so a replay needs the same one. */
  port: number;
  recording: Recording;
}

/**
 * Runs some rules against a new reference server and records all requests.
 * @param accounts the number of listed accounts; by default they are made on the fly
 */
export async function record(
  rules: TestableRuleId[],
  { folder }: BenchContext,
  accounts?: number,
): Promise<StoredRecording> {
  const file = join(folder, `recording-${rules.length}-${accounts ?? "any"}.bin`);
  return withServer({}, async (server) => {
    const job: RecordJob = { server, rules, file, ...(accounts !== undefined && { accounts }) };
    await inChild<null>("record-run", job);
    const recording: Recording = deserialize(await readFile(file));
    return { file, port: Number(new URL(server.endpoint).port), recording };
  });
}

/** Replays a recording against a new server. Its clock shows the time of the recording, because signatures expire. */
export function replay({ file, port, recording }: StoredRecording): Promise<ReplayRun> {
  const behindMs = Date.now() - recording.startedAt;
  return withServer({ port, behindMs }, (server) => {
    const job: ReplayJob = { file, origin: new URL(server.endpoint).origin, concurrency: CONCURRENCY };
    return inChild<ReplayRun>("replay-run", job);
  });
}

/** How long each check paused, in milliseconds, in the partition where it paused longer. */
export function pausesByRule(sleeps: readonly Sleep[]): Map<string, number> {
  const pauses = new Map<string, number>();
  for (const [, group] of byRuleAndPartition(sleeps)) {
    const [{ rule }] = group as [Sleep];
    const total = coveredTime(group.map(({ began, ms }) => ({ began, ended: began + ms })));
    pauses.set(rule, Math.max(pauses.get(rule) ?? 0, total));
  }
  return pauses;
}

function byRuleAndPartition(sleeps: readonly Sleep[]): Map<string, Sleep[]> {
  const groups = new Map<string, Sleep[]>();
  for (const sleep of sleeps) {
    const key = `${sleep.rule} ${sleep.partition}`;
    groups.set(key, [...(groups.get(key) ?? []), sleep]);
  }
  return groups;
}
