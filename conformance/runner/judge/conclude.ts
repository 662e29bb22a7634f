import { type RuleId, rules } from "../../../generated/rules.ts";
import type { Partition } from "../../contract/document.ts";
import type { Answer } from "../../exchange/answer.ts";
import { curlLine } from "../../results/curl.ts";
import type { Exchange, RuleResult, Violation } from "../../results/model.ts";
import { BY_URGENCY } from "../../results/outcome-words.ts";
import { Broken, Inconclusive, NotApplicable, Untested, Violated } from "../outcomes.ts";
import type { Conclusion, Evidence } from "./conclusion.ts";
import { discountLostAnswers } from "./discount-lost-answers.ts";

/**
 * Says what became of a rule.
 * @param redact removes credentials from what is said
 */
export function conclude(evidence: Evidence, redact: (text: string) => string): Conclusion {
  return discountLostAnswers(concludeAsSeen(evidence, redact), evidence);
}

/** The same, as if every answer were the server's. */
function concludeAsSeen(
  { rule, failure, exchanges, own }: Evidence,
  redact: (text: string) => string,
): Conclusion {
  if (failure instanceof Violated && failure.answer?.deferred) return deferred(failure.answer, redact);
  if (failure instanceof Violated) {
    const { expected, got, answer, script } = failure;
    const seen = { expected: redact(expected), got: redact(got), script: script?.map(redact) ?? null };
    return violated(seen, answer?.exchange ?? null);
  }
  // What the contract layer saw of this very rule counts, whatever the check itself went on to see.
  for (const exchange of exchanges) {
    const finding = exchange.findings.find((found) => found.rule === rule);
    if (finding) return violated(finding, exchange);
  }
  if (failure !== null)
    return { ...unjudged(failure, exchanges, redact), ...obstacleOf(failure, { exchanges, own }) };
  if (!own.some(isSuccessOfProtocol)) return withoutSuccess(own);
  return { outcome: "passed", reason: null, violation: null };
}

/** A server that cannot answer now breaks no rule by saying so. */
function deferred(answer: Answer, redact: (text: string) => string): Conclusion {
  const seconds = answer.header("Retry-After");
  const reason = `set-up: ${answer.asked} was answered ${answer.status} with Retry-After ${seconds}, which is too long to wait`;
  return { outcome: "broken", reason: redact(reason), violation: null, obstacle: answer.exchange.id };
}

/** The answer that kept a check from judging its rule; none where the suite itself is at fault, or lacks something. */
function obstacleOf(
  failure: unknown,
  { exchanges, own }: Pick<Evidence, "exchanges" | "own">,
): Pick<Conclusion, "obstacle"> {
  if ([Untested, NotApplicable, Inconclusive].some((kind) => failure instanceof kind)) return {};
  const withFinding = exchanges.find(({ findings }) => findings.length > 0);
  if (!(failure instanceof Broken)) return withFinding ? { obstacle: withFinding.id } : {};
  // A command that failed, or a check that was given up, is no answer of the server.
  const isAnswered = failure.message.startsWith("set-up: ");
  const shown = failure.answer?.exchange ?? (isAnswered ? lastAnswered(own, exchanges) : undefined);
  return shown ? { obstacle: shown.id } : {};
}

/** What a check stumbles over is what it saw last, or what it was asked before it began. */
function lastAnswered(...phases: (readonly Exchange[])[]): Exchange | undefined {
  const [last] = phases.flatMap((exchanges) => exchanges.findLast(({ response }) => response !== null) ?? []);
  return last;
}

/** Nothing that a check saw succeeded; what its answers lack, it says too. */
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
 * A check that never saw a success of this protocol proves nothing, whatever it compared: a dead server, or one
 * that says the same to everything, must not pass a rule. One header field may be at fault, which has a rule of its
 * own: otherwise a server that forgets it everywhere would be told nothing else.
 */
function isSuccessOfProtocol({ response, operation, findings }: Exchange): boolean {
  if (!response || !operation || response.status < 200 || response.status > 299) return false;
  const timestamped = response.headers.some(([name]) => name.toLowerCase() === "x-weave-timestamp");
  return timestamped && findings.length <= 1 && findings.every(({ rule }) => isAboutHeader(rule));
}

/** True for a rule that stands beside a header field of responses. */
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
  // A check reads a body as the document types it, so it stumbles over one that is something else.
  const withFinding = exchanges.find(({ findings }) => findings.length > 0);
  if (withFinding)
    return concluded(
      "broken",
      `set-up: ${withFinding.id} breaks ${withFinding.findings[0]?.rule}, and this check builds on it`,
    );
  return concluded("broken", `the suite itself failed: ${error.stack ?? error.message}`);
}

type Seen = Pick<Violation, "expected" | "got"> & { script?: string[] | null };

/** That an exchange shows a rule violated. */
export function violated({ expected, got, script = null }: Seen, exchange: Exchange | null): Conclusion {
  const curl = exchange ? curlLine(exchange) : null;
  const violation = { exchange: exchange?.id ?? null, expected, got, curl, script };
  return { outcome: "violated", reason: `expected ${expected}; got ${got}`, violation };
}

/** Of what became of a rule in each partition the worst; where it came out otherwise elsewhere, it says where. */
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
