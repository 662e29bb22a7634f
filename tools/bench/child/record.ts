import { AsyncLocalStorage } from "node:async_hooks";
import { writeFile } from "node:fs/promises";
import { serialize } from "node:v8";
import { checks } from "../../../conformance/checks/index.ts";
import { PAUSES } from "../../../conformance/exchange/pause.ts";
import type { Check } from "../../../conformance/runner/define-check.ts";
import { judgeConcurrently } from "../../../conformance/runner/judge/judge-concurrently.ts";
import { StopSignal } from "../../../conformance/runner/stop-signal.ts";
import type { TestableRuleId } from "../../../generated/rules.ts";
import type { ServerAt } from "../children.ts";
import { Recorder } from "../replay/recorder.ts";
import type { Sleep } from "../replay/recording.ts";
import { doJob } from "./job.ts";
import { type Places, targetOf } from "./target.ts";

export interface RecordJob extends Places {
  server: ServerAt;
  rules: TestableRuleId[];
  /** Where the recording goes. */
  file: string;
}

doJob(async ({ server, rules, file, ...places }: RecordJob): Promise<null> => {
  const sleeps = watchSleeps();
  const recorder = new Recorder();
  const startedAt = Date.now();
  const target = targetOf(server, places, "recorded");
  const results = await judgeConcurrently(target, rules, {
    onResult: () => {},
    stopSignal: new StopSignal(),
  });
  const recording = { startedAt, ...recorder.recordingOf(results), sleeps };
  await writeFile(file, serialize(recording));
  return null;
});

/** Takes note of every pause that a check makes from now on. */
function watchSleeps(): Sleep[] {
  const sleeps: Sleep[] = [];
  const current = new AsyncLocalStorage<Pick<Sleep, "rule" | "partition">>();
  const all = checks as Record<string, Check>;
  for (const [rule, check] of Object.entries(all)) {
    const watched: Check = (trial) => current.run({ rule, partition: trial.partition }, () => check(trial));
    all[rule] = Object.assign(watched, check.needs && { needs: check.needs });
  }
  PAUSES.subscribe((ms) => {
    const at = current.getStore();
    if (at) sleeps.push({ ...at, began: performance.now(), ms: ms as number });
  });
  return sleeps;
}
