/** Translates outcomes into the marks of test reports: passed, failure, error, accepted, skipped. */
import { linesOf, shorten, visible } from "../../results/format-text.ts";
import { OUTCOME_WORDS } from "../../results/outcome-words.ts";
import type { KnownFailure, Report, RuleResult } from "../../results/report-model.ts";
import { isBinding, isBroken, isHeldBack, isSeenViolated } from "../../results/verdict.ts";

const MESSAGE_LENGTH = 300;

/**
 * The outcome of a rule in the words of test reports, which know no others.
 *
 * - `failure`: a violated MUST. `error`: a broken check, or one that lost answers.
 * - `accepted`: violated without failing the run: a SHOULD, or a known failure.
 * - `skipped`: the run cannot say whether the rule is kept.
 */
export interface TestMark {
  kind: "passed" | "failure" | "error" | "accepted" | "skipped";
  /** One line, safe to print; empty when passed. */
  reason: string;
}

/** Makes the function that marks each result of a report. */
export function testMarker({ baseline }: Report): (result: RuleResult) => TestMark {
  const known = new Map<string, KnownFailure>(baseline?.known.map((failure) => [failure.rule, failure]));
  return (result) => {
    const { rule, level, outcome, reason } = result;
    const reasonText = shorten(visible(reason ?? ""), MESSAGE_LENGTH);
    if (outcome === "passed") return { kind: "passed", reason: "" };
    if (isHeldBack(rule, baseline))
      return { kind: "accepted", reason: `held back by a known failure: ${reasonText}` };
    const failure = known.get(rule);
    if (failure !== undefined) return { kind: "accepted", reason: `known failure: ${knownWords(failure)}` };
    if (isBroken(result)) return { kind: "error", reason: reasonText };
    if (!isSeenViolated(outcome))
      return { kind: "skipped", reason: `${OUTCOME_WORDS[outcome]}: ${reasonText}` };
    if (!isBinding(level))
      return { kind: "accepted", reason: `${level} ${OUTCOME_WORDS[outcome]}: ${reasonText}` };
    return { kind: "failure", reason: reasonText };
  };
}

/** The reason, issue and last day of a known failure: `flaky disk (URL, until 2027-01-31)`. */
function knownWords({ reason, issue, expires }: KnownFailure): string {
  const more = [issue, expires === null ? null : `until ${expires}`].filter((part) => part !== null);
  const text = onOneLine(reason);
  return shorten(visible(more.length > 0 ? `${text} (${more.join(", ")})` : text), MESSAGE_LENGTH);
}

/** Joins the lines of a reason that somebody wrote on several lines. */
export function onOneLine(text: string): string {
  return linesOf(text).join(" ");
}

/** A failure of the run as a whole, or of its baseline, which belongs to no judged rule. */
export interface RunProblem {
  kind: "failure" | "error";
  name: string;
  /** The file and line with the problem; null for the run as a whole. */
  place: { file: string; line: number } | null;
  message: string;
}

/** The problems of the baseline, of a run that ended early, of `--fail-on`, and of a run that shows nothing. */
export function runProblems({ baseline, verdict, results, cutShort, failedFor = [] }: Report): RunProblem[] {
  const problems = (baseline?.problems ?? []).map(
    ({ rule, line, message }): RunProblem => ({
      kind: "failure",
      name: `baseline ${shorten(visible(rule), MESSAGE_LENGTH)}`,
      place: { file: baseline?.file ?? "", line },
      message: shorten(visible(message), MESSAGE_LENGTH),
    }),
  );
  const whole = (kind: RunProblem["kind"], message: string): RunProblem => {
    return { kind, name: "run", place: null, message: shorten(visible(message), MESSAGE_LENGTH) };
  };
  if (cutShort) return [...problems, whole("error", `The run was ended before its time: ${cutShort}.`)];
  problems.push(...failedFor.map((why) => whole("failure", `${why} (--fail-on).`)));
  if (verdict !== "broken" || results.some(isBroken)) return problems;
  const message = "No rule passed and none was violated: this run shows nothing of the server.";
  return [...problems, { kind: "error", name: "run", place: null, message }];
}

/** `sync2-baseline.yaml:3: It passes now.`, or the message alone. */
export function problemLine({ place, message }: RunProblem): string {
  return place === null
    ? message
    : `${shorten(visible(place.file), MESSAGE_LENGTH)}:${place.line}: ${message}`;
}
