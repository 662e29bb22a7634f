import { type RuleId, rules, type StageName, stages } from "../../../generated/rules.ts";
import { OPERATIONS, type Operation } from "../../contract/document.ts";
import { exchangesById } from "../../results/format-exchange.ts";
import { plural } from "../../results/format-text.ts";
import type { Cause, Exchange, RuleResult } from "../../results/report-model.ts";
import { isBroken, isSeenViolated } from "../../results/verdict.ts";
import { type AnswerStatistics, isUnanswered } from "./answer-statistics.ts";

/** Number of causes in a report. */
const MOST_TOLD = 3;
/** Number of operations that a sentence names. */
const MOST_NAMED = 4;

/** The server stopped answering, or its answers got lost. */
const NO_ANSWER = "no answer";
/** All requests get one answer, whatever they ask. */
const ONE_ANSWER = "one answer";
/** Answers to one operation after another have a wrong media type. */
const MEDIA_TYPE = "media type";

/** Each result with its cause, and the causes that hold back most rules. */
interface Found {
  results: RuleResult[];
  causes: Cause[];
}

/** A cause with its results so far, each with the exchange that shows the cause. */
interface Group {
  cause: string;
  items: { result: RuleResult; shown: Exchange | null }[];
}

/**
 * Finds causes that several rules failed for: an operation that always fails the same way, a header field or a body
 * that is wrong in many answers, an operation that the server does not have, a server that stopped answering.
 * @param answers statistics of all answers of the run
 */
export function findCauses(results: readonly RuleResult[], answers: AnswerStatistics): Found {
  const exchanges = exchangesById(results);
  const groups = new Map<string, Group>();
  const causeOf = new Map<RuleId, string>();
  const add = (result: RuleResult, cause: string, shown: Exchange | null) => {
    const group = groups.get(cause) ?? { cause, items: [] };
    groups.set(cause, group);
    group.items.push({ result, shown });
    causeOf.set(result.rule, cause);
  };
  for (const result of results.filter(isBroken)) {
    const shown = result.obstacle === undefined ? null : (exchanges.get(result.obstacle) ?? null);
    if (result.lost !== undefined)
      add(result, NO_ANSWER, shown ?? result.exchanges.find(isUnanswered) ?? null);
    else if (shown) add(result, causeIn(shown, answers), shown);
  }
  for (const result of results.filter(({ outcome }) => isSeenViolated(outcome))) {
    const id = result.violation?.exchange;
    const shown = id == null ? null : (exchanges.get(id) ?? null);
    const own = `rule ${result.rule}`;
    const cause = groups.has(own) || !shown ? own : causeIn(shown, answers);
    // A violation counts as the consequence of a cause only if something else does too.
    const isFound = cause === ONE_ANSWER || cause === MEDIA_TYPE || /^(?:missing|rule) /.test(cause);
    if (groups.has(cause) || (isFound && cause !== own) || answers.isCommon(result.rule))
      add(result, cause, shown);
  }
  const causes = [...groups.values()]
    .map((group) => told(group, answers))
    .filter(({ rules, rule }) => rules.length > 0 || (rule !== null && answers.isCommon(rule)))
    .sort((a, b) => b.rules.length - a.rules.length);
  return {
    results: results.map((result) => withCause(result, causeOf.get(result.rule))),
    causes: causes.slice(0, MOST_TOLD),
  };
}

/** The same result with a cause. Copies the getter of its exchanges, so they are still read on demand. */
function withCause(result: RuleResult, cause: string | undefined): RuleResult {
  if (cause === undefined) return result;
  return Object.defineProperties({ cause } as unknown as RuleResult, {
    ...Object.getOwnPropertyDescriptors(result),
  });
}

/** The key of the reason why a request failed. */
function causeIn(exchange: Exchange, answers: AnswerStatistics): string {
  const { response, findings, request } = exchange;
  if (response === null || isUnanswered(exchange)) return NO_ANSWER;
  if (answers.isOneForAll(exchange)) return ONE_ANSWER;
  const operation = operationOf(exchange);
  if (operation && answers.isMissing(operation.id)) return `missing ${stageOf(operation)}`;
  if (findings.some((finding) => answers.isCommonMediaType(finding))) return MEDIA_TYPE;
  const [finding] = findings.toSorted((a, b) => answers.countOf(b.rule) - answers.countOf(a.rule));
  if (finding && response.status < 300) return `rule ${finding.rule}`;
  return `${request.method} ${operation?.path ?? "elsewhere"} ${response.status}`;
}

function operationOf({ operation }: Exchange): Operation | undefined {
  return OPERATIONS.find(({ id }) => id === operation);
}

function stageOf({ id }: Operation): StageName {
  const stage = stages.find(({ operations }) => (operations as readonly string[]).includes(id));
  return (stage ?? stages[0]).name;
}

function told({ cause, items }: Group, answers: AnswerStatistics): Cause {
  const shown = items.find((item) => item.shown)?.shown ?? null;
  const stated = statedBy(cause, items, answers);
  const held = items.map(({ result }) => result.rule).filter((rule) => rule !== stated);
  return {
    key: cause,
    text: sentence(cause, items, answers),
    rule: stated,
    rules: held,
    exchange: shown?.id ?? null,
    command: `npx sync2-protocol check ${narrowing(cause, stated ?? held[0] ?? null)}`,
  };
}

/** The rule that says what the server should do instead. */
function statedBy(cause: string, items: Group["items"], answers: AnswerStatistics): RuleId | null {
  if (cause === NO_ANSWER) return null;
  if (cause === ONE_ANSWER) return "path.unknown";
  if (cause === MEDIA_TYPE) return answers.mediaTypesRule;
  if (cause.startsWith("rule ")) return cause.slice("rule ".length) as RuleId;
  const operation = items.flatMap(({ shown }) => (shown ? (operationOf(shown) ?? []) : []))[0];
  const own = [
    ...(operation?.rules ?? []),
    ...[...(operation?.responses.values() ?? [])].flatMap((response) => response.rules),
  ];
  const violated = items.flatMap(({ result }) => (isSeenViolated(result.outcome) ? [result.rule] : []));
  return own.find((rule) => violated.includes(rule)) ?? violated[0] ?? own[0] ?? null;
}

function sentence(cause: string, items: Group["items"], answers: AnswerStatistics): string {
  const shown = items.flatMap((item) => item.shown ?? []);
  const [first] = shown;
  const status = first?.response?.status;
  if (cause === NO_ANSWER) {
    return `The server stops answering: ${plural(answers.lost, "exchange")} of ${answers.total} got no answer.`;
  }
  if (cause === ONE_ANSWER) return `Every request gets the same answer, ${answers.oneForAll}.`;
  if (cause === MEDIA_TYPE) {
    const finding = first?.findings.find((found) => answers.isCommonMediaType(found));
    return `${answers.mediaTypesCount} of ${answers.total} answers have a media type that the document does not define: expected ${finding?.expected}; got ${finding?.got}.`;
  }
  if (cause.startsWith("missing ")) {
    const names = answers.missingIn(cause.slice("missing ".length) as StageName);
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
    const verb = names.length === 1 ? "is" : "are";
    return `${names.slice(0, MOST_NAMED).join(", ")}${more} ${verb} not there: each request is answered ${status}.`;
  }
  if (cause.startsWith("rule ")) {
    const rule = cause.slice("rule ".length) as RuleId;
    const { expected, got } = answers.findingOf(rule) ?? {
      expected: rules[rule].text,
      got: "something else",
    };
    return `${answers.countOf(rule)} of ${answers.total} answers differ from the document in the same way: expected ${expected}; got ${got}.`;
  }
  const operation = first && operationOf(first);
  return `${first?.request.method} ${operation?.path ?? "a request"} is answered ${status}, but checks need it to succeed.`;
}

function narrowing(cause: string, rule: RuleId | null): string {
  if (cause === ONE_ANSWER) return "--stage responses";
  if (cause.startsWith("missing ")) return `--through ${cause.slice("missing ".length)}`;
  return rule === null ? "--bail" : `--only ${rule}`;
}
