// Describes what a check did on the reference server, for the page of its rule.
import type { Exchange, RuleResult } from "../../../conformance/results/report-model.ts";
import { usesOf } from "../reference/object-uses.ts";
import type { ReferenceRun } from "../reference-run.ts";
import { type Step, stepsOf } from "./check-steps.ts";
import { exampleNames } from "./example-names.ts";
import { messageText } from "./http-message-text.ts";
import { mergeRepetitions, type StepItem } from "./merge-repetitions.ts";

/** The requests of a check on the reference server, for one partition and one attempt. */
export interface CheckWalkthrough {
  /** `storage`, if the check ran for both partitions. */
  partition: string;
  /** Number of requests. */
  requests: number;
  items: StepItem[];
  /** The exchange that decides the rule, as HTTP messages. */
  exchange: string | null;
}

/**
 * Describes what the check of a rule did in a run.
 * @param rule sentence and place of the rule
 * @returns null if the run has no exchange of the check
 */
export function walkthroughOf(
  result: RuleResult | undefined,
  { text, place }: { text: string; place: string },
  { report, notes }: ReferenceRun,
): CheckWalkthrough | null {
  const exchanges = oneAttempt(result?.exchanges ?? []);
  const [first] = exchanges;
  if (!first) return null;
  const names = exampleNames(report.target.endpoint, exchanges);
  const shown = decisiveExchange(exchanges, notes, place);
  return {
    partition: first.part?.partition ?? "storage",
    requests: exchanges.length,
    items: mergeRepetitions(withoutSessionSteps(stepsOf(exchanges, notes, names))),
    exchange: shown ? messageText(shown, names, text) : null,
  };
}

/** Exchanges of the check without set-up, for one partition and the last attempt. */
function oneAttempt(exchanges: readonly Exchange[]): Exchange[] {
  const own = exchanges.filter(({ part }) => part?.phase === "check");
  const partition = own.some(({ part }) => part?.partition === "storage") ? "storage" : "control";
  const there = own.filter(({ part }) => part?.partition === partition);
  const last = Math.max(...there.map(({ part }) => part?.attempt ?? 1));
  return there.filter(({ part }) => part?.attempt === last);
}

/** Removes steps that begin or end a session, if the rule asserts nothing about them. */
function withoutSessionSteps(steps: readonly Step[]): Step[] {
  const left = steps.filter(({ method, path, notes }) => {
    const isSessionStep =
      (method === "POST" && path === "/sessions") || /^DELETE \/sessions\/[^/]+$/.test(`${method} ${path}`);
    return notes.length > 0 || !isSessionStep;
  });
  return left.length > 0 ? left : [...steps];
}

/**
 * Finds the exchange that decides a rule: the first one with an assertion of the rule at its place in the document, else
 * the last one with an assertion, else the last success.
 */
export function decisiveExchange(
  exchanges: readonly Exchange[],
  notes: ReferenceRun["notes"],
  place: string,
): Exchange | undefined {
  const uses = usesOf(place);
  const isAtPlace = ({ operation, response }: Exchange) =>
    uses.some(
      (use) =>
        use.operation.object.operationId === operation &&
        (use.status === undefined || Number(use.status) === response?.status),
    );
  const asserted = exchanges.filter(({ id }) => notes[id]?.some(({ by }) => by === "rule"));
  const success = ({ response }: Exchange) =>
    response !== null && response.status >= 200 && response.status < 300;
  return (
    asserted.find(isAtPlace) ??
    asserted.at(-1) ??
    exchanges.findLast(isAtPlace) ??
    exchanges.findLast(success) ??
    exchanges.at(-1)
  );
}
