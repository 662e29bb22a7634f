import { type RuleId, rules } from "../../../generated/rules.ts";
import type { Partition } from "../../contract/document.ts";
import type { Answer } from "../../exchange/answer.ts";
import { curlLine } from "../../results/curl-command.ts";
import { BY_URGENCY } from "../../results/outcome-words.ts";
import type { Exchange, RuleResult, Violation } from "../../results/report-model.ts";
import { Broken, Inconclusive, NotApplicable, Untested, Violated } from "../outcomes.ts";
import type { Conclusion, Evidence } from "./conclusion.ts";
import { discountLostAnswers } from "./discount-lost-answers.ts";

/**
 * Concludes from one attempt what the outcome of its rule is.
 * @param redact removes credentials from messages
 */
export function conclude(evidence: Evidence, redact: (text: string) => string): Conclusion {
  return discountLostAnswers(concludeAsSeen(evidence, redact), evidence);
}

/** The conclusion if lost answers are ignored. */
function concludeAsSeen(
  { rule, failure, exchanges, own }: Evidence,
  redact: (text: string) => string,
): Conclusion {
  if (failure instanceof Violated && failure.answer?.deferred) return deferred(failure.answer, redact);
  if (failure instanceof Violated) {
    const { expected, got, answer, script } = failure;
    const violation = { expected: redact(expected), got: redact(got), script: script?.map(redact) ?? null };
    return violated(violation, answer?.exchange ?? null);
  }
  // A finding of the contract layer about this rule counts, whatever else the check saw.
  for (const exchange of exchanges) {
    const finding = exchange.findings.find((found) => found.rule === rule);
    if (finding) return violated(finding, exchange);
  }
  if (failure !== null)
    return { ...unjudged(failure, exchanges, redact), ...obstacleOf(failure, { exchanges, own }) };
  if (!own.some(isSuccessOfProtocol)) return withoutSuccess(own);
  return { outcome: "passed", reason: null, violation: null };
}

/** A temporary refusal breaks no rule. */
function deferred(answer: Answer, redact: (text: string) => string): Conclusion {
  const seconds = answer.header("Retry-After");
  const reason = `set-up: ${answer.asked} was answered ${answer.status} with Retry-After ${seconds}, which is too long to wait`;
  return { outcome: "broken", reason: redact(reason), violation: null, obstacle: answer.exchange.id };
}

/** The answer that kept a check from judging its rule; none if the suite is at fault or lacks something. */
function obstacleOf(
  failure: unknown,
  { exchanges, own }: Pick<Evidence, "exchanges" | "own">,
): Pick<Conclusion, "obstacle"> {
  if ([Untested, NotApplicable, Inconclusive].some((kind) => failure instanceof kind)) return {};
  const withFinding = exchanges.find(({ findings }) => findings.length > 0);
  if (!(failure instanceof Broken)) return withFinding ? { obstacle: withFinding.id } : {};
  // A failed command or a timeout of the check is no answer of the server.
  const isAnswered = failure.message.startsWith("set-up: ");
  const shown = failure.answer?.exchange ?? (isAnswered ? lastAnswered(own, exchanges) : undefined);
  return shown ? { obstacle: shown.id } : {};
}

/** The last answered exchange of the check, or else of its set-up: most likely the check failed because of it. */
function lastAnswered(...phases: (readonly Exchange[])[]): Exchange | undefined {
  const [last] = phases.flatMap((exchanges) => exchanges.findLast(({ response }) => response !== null) ?? []);
  return last;
}

/** The conclusion if no exchange of a check was a success of this protocol, with what the nearest one lacked. */
function withoutSuccess(own: readonly Exchange[]): Conclusion {
  const answered = own.filter(({ response, operation }) => response !== null && operation !== null);
  const near = answered.find(
    ({ response, findings }) => response && response.status < 300 && findings.length > 0,
  );
  const shown = near ?? answered[0];
  const finding = near?.findings[0];
  const why = finding ? `: ${finding.rule} is broken, expected ${finding.expected}; got ${finding.got}` : "";
  return {
    outcome: "broken",
    reason: `${NO_LIFE}${why}`,
    violation: null,
    ...(shown && { obstacle: shown.id }),
  };
}

const NO_LIFE = "no exchange of this check succeeded as this protocol defines, so it proves nothing";

/**
 * Whether an exchange is a success of this protocol. A check without one proves nothing, because a dead server, or one
 * that answers everything alike, must not pass a rule. One wrong header field is allowed: it has a rule of its own, and
 * a server that always lacks it should still see its other results.
 */
function isSuccessOfProtocol({ response, operation, findings }: Exchange): boolean {
  if (!response || !operation || response.status < 200 || response.status > 299) return false;
  const timestamped = response.headers.some(([name]) => name.toLowerCase() === "x-weave-timestamp");
  return timestamped && findings.length <= 1 && findings.every(({ rule }) => isAboutHeader(rule));
}

/** Whether a rule is about a header field of responses. */
function isAboutHeader(rule: RuleId): boolean {
  return rules[rule].place.startsWith("#/components/headers/");
}

function unjudged(
  failure: unknown,
  exchanges: readonly Exchange[],
  redact: (text: string) => string,
): Conclusion {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  const concluded = (outcome: RuleResult["outcome"], reason = error.message): Conclusion => ({
    outcome,
    reason: redact(reason),
    violation: null,
  });
  if (error instanceof Untested) return concluded("untested");
  if (error instanceof NotApplicable) return concluded("notApplicable");
  if (error instanceof Inconclusive) return concluded("inconclusive");
  if (error instanceof Broken) return concluded("broken");
  // A check relies on the document's types of bodies, so a body of another form makes it throw.
  const withFinding = exchanges.find(({ findings }) => findings.length > 0);
  if (withFinding)
    return concluded(
      "broken",
      `set-up: ${withFinding.id} breaks ${withFinding.findings[0]?.rule}, and this check builds on it`,
    );
  return concluded("broken", `the suite itself failed: ${error.stack ?? error.message}`);
}

type Seen = Pick<Violation, "expected" | "got"> & { script?: string[] | null };

/** The conclusion that an exchange shows a violation. */
export function violated({ expected, got, script = null }: Seen, exchange: Exchange | null): Conclusion {
  const curl = exchange ? curlLine(exchange) : null;
  const violation = { exchange: exchange?.id ?? null, expected, got, curl, script };
  return { outcome: "violated", reason: `expected ${expected}; got ${got}`, violation };
}

/** The worst conclusion of all partitions. The reason names the partition if another one came out differently. */
export function worstConclusion(all: readonly (Conclusion & { partition: Partition })[]): Conclusion {
  const outcome = BY_URGENCY.find((candidate) => all.some((each) => each.outcome === candidate));
  const found = all.find((each) => each.outcome === outcome);
  if (!found) throw new Error("a rule has an outcome without an attempt");
  const { partition, reason, violation, lost, obstacle } = found;
  const everywhere = reason === null || all.every((each) => each.outcome === outcome);
  return {
    outcome: found.outcome,
    reason: everywhere ? reason : `in /${partition}: ${reason}`,
    violation,
    ...(lost !== undefined && { lost }),
    ...(obstacle !== undefined && { obstacle }),
  };
}
