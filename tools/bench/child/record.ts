import { AsyncLocalStorage } from "node:async_hooks";
import { writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";
import { serialize } from "node:v8";
import { checks } from "../../../conformance/checks/index.ts";
import type { Check } from "../../../conformance/runner/define-check.ts";
import { runHere } from "../../../conformance/runner/judge/run-concurrently.ts";
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

/** Where a pause of a check is made: by its own hand, or by an account that is patient with a refusal. */
const PAUSERS = /checks\/support\/fixtures|exchange\/account/;
/** What it sets a timer for is no pause: how long an answer may take. */
const DEADLINES = /exchange\/bare/;

doJob(async ({ server, rules, file, ...places }: RecordJob): Promise<null> => {
  const sleeps = watchSleeps();
  const recorder = new Recorder();
  const startedAt = Date.now();
  const target = targetOf(server, places, "recorded");
  const results = await runHere(target, rules, () => {});
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
  const note = (ms: unknown) => {
    const at = current.getStore();
    const stack = new Error().stack ?? "";
    if (!at || typeof ms !== "number" || !PAUSERS.test(stack) || DEADLINES.test(stack)) return;
    sleeps.push({ ...at, began: performance.now(), ms });
  };
  globalThis.setTimeout = noting(globalThis.setTimeout, note);
  timers.setTimeout = noting(timers.setTimeout, note);
  syncBuiltinESMExports();
  return sleeps;
}

/** A function that makes a pause, all the rest of it as it was. */
function noting<F extends (...args: never[]) => unknown>(wait: F, note: (ms: unknown) => void): F {
  return new Proxy(wait, {
    apply(target, self, args: Parameters<F>) {
      // Both take it: one as its second, the other as its first.
      note(args.find((arg: unknown) => typeof arg === "number"));
      return Reflect.apply(target, self, args);
    },
  });
}
