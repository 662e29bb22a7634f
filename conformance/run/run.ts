import type { TestableRuleId } from "../../generated/rules.ts";
import { applyFindings } from "../engine/conclude.ts";
import { isStaged, SCENARIOS, secretsIn, type Target } from "../engine/target.ts";
import { Redactor } from "../exchange/redact.ts";
import type { RuleResult } from "../report/model.ts";
import { judgeAgain } from "./again.ts";
import { byScenario } from "./plan.ts";
import { CommandStage } from "./stage.ts";
import { runTogether } from "./together.ts";

export interface RunOptions {
  /** Is told of each rule as it is judged. */
  onResult?: (result: RuleResult) => void;
  /** Is told, in a sentence, what did not spoil a result and has to be known all the same. */
  onTrouble?: (trouble: string) => void;
  /** Ends the run as soon as the server is out of a scenario that a command put it into. */
  signal?: AbortSignal;
}

/** The run was ended from outside. */
export class Interrupted extends Error {}

/**
 * Runs the checks of these rules against a target, several at a time; after that, one scenario after another, those
 * for which a command changes the server.
 * @returns a result for each rule, in the order given
 * @throws Interrupted
 */
export async function run(
  target: Target,
  chosen: TestableRuleId[],
  { onResult = () => {}, onTrouble = () => {}, signal }: RunOptions = {},
): Promise<RuleResult[]> {
  const groups = await byScenario(target, chosen);
  const alone = SCENARIOS.flatMap((scenario) => {
    const at = target.scenarios[scenario];
    const its = groups.get(scenario) ?? [];
    return at && isStaged(at) && its.length > 0 ? [{ scenario, at, its }] : [];
  });
  const apart = new Set(alone.flatMap(({ its }) => its));
  const together = chosen.filter((rule) => !apart.has(rule));
  const busy = runTogether(target, together, onResult);
  const found = await unlessAborted(
    busy.then((results) => judgeAgain(target, results, onResult)),
    signal,
  );

  const redactor = new Redactor(secretsIn(target, []));
  let stuck: string | null = null;
  for (const { scenario, at, its } of alone) {
    const { runAlone } = await import("./alone.ts");
    const stage: CommandStage = new CommandStage(scenario, at, { redactor, stuck });
    const tell = () => {
      if (stage.stuck !== null && stuck === null) onTrouble(stage.stuck);
    };
    const work = runAlone(stage, target, its, onResult);
    found.push(...(await unlessAborted(work, signal, () => stage.interrupt().then(tell))));
    tell();
    stuck = stage.stuck;
  }
  const byRule = new Map(found.map((result) => [result.rule, result]));
  return applyFindings(chosen.flatMap((rule) => byRule.get(rule) ?? []));
}

async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  leave: () => Promise<void> = async () => {},
): Promise<T> {
  if (!signal) return work;
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => void leave().then(() => reject(new Interrupted("interrupted")));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  return Promise.race([work, aborted]);
}
