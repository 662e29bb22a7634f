import { once } from "node:events";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { Unusable } from "../../results/errors.ts";
import { plural } from "../../results/format-text.ts";
import type { Report } from "../../results/report-model.ts";
import { isSeenViolated } from "../../results/verdict.ts";
import { inLog } from "../ci-log.ts";
import type { Shell } from "../shell.ts";
import { addressOf, listening, Restarts } from "./server-restarts.ts";

/** The server to watch, and how to check it. */
export interface Watched {
  endpoint: string;
  chosen: TestableRuleId[];
  /** Checks these rules, prints the summary and writes the report. */
  check: (rules: TestableRuleId[]) => Promise<Report>;
  /** Ends the watch. */
  signal: AbortSignal;
  shell: Shell;
}

/**
 * Checks a server each time it restarts or the user presses Enter: first the rules that failed, and all rules once none
 * of those fails any more. Runs until it is interrupted.
 * @throws AbortError
 */
export async function watch({ endpoint, chosen, check, signal, shell }: Watched): Promise<never> {
  const address = addressOf(endpoint.replaceAll("{account}", "watch"));
  const say = (text: string) => shell.stderr.write(`${text}\n`);
  const restarts = new Restarts(address);
  let failed: TestableRuleId[] = [];
  for (;;) {
    await listening(address, signal);
    try {
      const first = failed.length > 0 ? failed : chosen;
      if (failed.length > 0) say(`\nFirst the rules that failed: ${plural(failed.length, "rule")}.`);
      failed = failedOf(await check(first));
      if (failed.length === 0 && first !== chosen) {
        say("\nNone of them fails any more. Now all rules.");
        failed = failedOf(await check(chosen));
      }
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      say(inLog(`sync2: ${error.message}`, shell.env));
    }
    say("\nWaiting for a restart of the server. Enter checks at once, Ctrl-C ends it.");
    await either(signal, (each) => [restarts.next(each), pressed(each, shell)]);
  }
}

/** The rules that failed, without known failures: they are checked first next time. */
function failedOf({ results, baseline }: Report): TestableRuleId[] {
  const known = new Set<string>(baseline?.known.map(({ rule }) => rule));
  const bad = results.filter(({ rule, outcome }) =>
    isSeenViolated(outcome) || outcome === "broken" ? !known.has(rule) : false,
  );
  return bad.map(({ rule }) => rule as TestableRuleId);
}

/** Waits for the first of several promises and aborts the others. */
async function either(signal: AbortSignal, begin: (signal: AbortSignal) => Promise<void>[]): Promise<void> {
  const over = new AbortController();
  const all = begin(AbortSignal.any([signal, over.signal]));
  for (const each of all) each.catch(() => {});
  await Promise.race(all).finally(() => over.abort());
}

/** Waits for Enter. */
async function pressed(signal: AbortSignal, { stdin }: Shell): Promise<void> {
  if (!stdin.isTTY) return new Promise(() => {});
  stdin.resume();
  await once(stdin, "data", { signal }).finally(() => stdin.pause());
}
