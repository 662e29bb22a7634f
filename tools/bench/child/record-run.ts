import { AsyncLocalStorage } from "node:async_hooks";
import { writeFile } from "node:fs/promises";
import { serialize } from "node:v8";
import { checks } from "../../../conformance/checks/index.ts";
import { PAUSES } from "../../../conformance/exchange/pause.ts";
import type { Check } from "../../../conformance/runner/define-check.ts";
import { judgeConcurrently } from "../../../conformance/runner/judge/judge-concurrently.ts";
import { StopSignal } from "../../../conformance/runner/stop-signal.ts";
import type { TestableRuleId } from "../../../generated/rules.ts";
import type { ServerAt } from "../child-processes.ts";
import { Recorder } from "../replay/recorder.ts";
import type { Sleep } from "../replay/recording.ts";
import { type AccountPlan, targetOf } from "./bench-target.ts";
import { doJob } from "./do-job.ts";

/** Child process: runs the suite once and records everything that it sends. */
export interface RecordJob extends AccountPlan {
  server: ServerAt;
  rules: TestableRuleId[];
  /** The file for the recording. */
  file: string;
}

doJob(async ({ server, rules, file, ...plan }: RecordJob): Promise<null> => {
  const sleeps = watchSleeps();
  const recorder = new Recorder();
  const startedAt = Date.now();
  const target = targetOf(server, plan, "recorded");
  const results = await judgeConcurrently(target, rules, {
    onResult: () => {},
    stopSignal: new StopSignal(),
  });
  const recording = { startedAt, ...recorder.recordingOf(results), sleeps };
  await writeFile(file, serialize(recording));
  return null;
});

/** Collects every pause that a check makes from now on. */
function watchSleeps(): Sleep[] {
  const sleeps: Sleep[] = [];
  const current = new AsyncLocalStorage<Pick<Sleep, "rule" | "partition">>();
  const all = checks as Record<string, Check>;
  for (const [rule, check] of Object.entries(all)) {
    const watched: Check = (context) =>
      current.run({ rule, partition: context.partition }, () => check(context));
    all[rule] = Object.assign(watched, check.needs && { needs: check.needs });
  }
  PAUSES.subscribe((ms) => {
    const check = current.getStore();
    if (check) sleeps.push({ ...check, began: performance.now(), ms: ms as number });
  });
  return sleeps;
}
