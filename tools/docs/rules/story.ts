import type { Exchange, RuleResult } from "../../../conformance/results/report-model.ts";
import { usesOf } from "../reference/uses.ts";
import type { ReferenceRun } from "../run.ts";
import { type Item, merge } from "./merge.ts";
import { messageText } from "./message.ts";
import { neutral } from "./neutral.ts";
import { type Step, stepsOf } from "./steps.ts";

/** What a check did on the reference server, told of one partition and one attempt. */
export interface Story {
  /** `storage`, where the check was run for both. */
  partition: string;
  /** All requests of it. */
  requests: number;
  items: Item[];
  /** The exchange on which the rule is decided, as HTTP messages. */
  exchange: string | null;
}

/**
 * The story of a rule's check.
 * @param rule its sentence and place
 * @returns null where the run has no exchange of it
 */
export function storyOf(
  result: RuleResult | undefined,
  { text, place }: { text: string; place: string },
  { report, notes }: ReferenceRun,
): Story | null {
  const exchanges = oneAttempt(result?.exchanges ?? []);
  const [first] = exchanges;
  if (!first) return null;
  const names = neutral(report.target.endpoint, exchanges);
  const shown = decisive(exchanges, notes, place);
  return {
    partition: first.part?.partition ?? "storage",
    requests: exchanges.length,
    items: merge(withoutErrands(stepsOf(exchanges, notes, names))),
    exchange: shown ? messageText(shown, names, text) : null,
  };
}

/** Those that the check itself made, for the partition where most data is, in the attempt that counts. */
function oneAttempt(exchanges: readonly Exchange[]): Exchange[] {
  const own = exchanges.filter(({ part }) => part?.phase === "check");
  const partition = own.some(({ part }) => part?.partition === "storage") ? "storage" : "control";
  const there = own.filter(({ part }) => part?.partition === partition);
  const last = Math.max(...there.map(({ part }) => part?.attempt ?? 1));
  return there.filter(({ part }) => part?.attempt === last);
}

/** A session that is begun and ended around a request about sessions says nothing that the request does not. */
function withoutErrands(steps: readonly Step[]): Step[] {
  const left = steps.filter(({ method, path, notes }) => {
    const isErrand =
      (method === "POST" && path === "/sessions") || /^DELETE \/sessions\/[^/]+$/.test(`${method} ${path}`);
    return notes.length > 0 || !isErrand;
  });
  return left.length > 0 ? left : [...steps];
}

/**
 * The exchange on which a rule is decided: the first of whose answer the rule asks something and which is where it
 * stands; else the last of whose answer it asks something, else the last success.
 */
export function decisive(
  exchanges: readonly Exchange[],
  notes: ReferenceRun["notes"],
  place: string,
): Exchange | undefined {
  const uses = usesOf(place);
  const isThere = ({ operation, response }: Exchange) =>
    uses.some(
      (use) =>
        use.operation.object.operationId === operation &&
        (use.status === undefined || Number(use.status) === response?.status),
    );
  const asked = exchanges.filter(({ id }) => notes[id]?.some(({ by }) => by === "rule"));
  const success = ({ response }: Exchange) =>
    response !== null && response.status >= 200 && response.status < 300;
  return (
    asked.find(isThere) ??
    asked.at(-1) ??
    exchanges.findLast(isThere) ??
    exchanges.findLast(success) ??
    exchanges.at(-1)
  );
}
