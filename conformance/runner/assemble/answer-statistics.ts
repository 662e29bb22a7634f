import { type RuleId, type StageName, stages } from "../../../generated/rules.ts";
import { OPERATIONS } from "../../contract/document.ts";
import { shorten, visible } from "../../results/format-text.ts";
import type { Exchange, Finding } from "../../results/report-model.ts";

/** A property is common if at least this share of all answers has it. */
const MOST = 0.5;
/** A server gives one answer to everything if at least this share of all answers is the same. */
const NEARLY_ALL = 0.9;
/** With fewer answers, nothing is called common. */
const FEW = 10;
/** An answer to fewer operations is not called an answer to everything. */
const SEVERAL = 3;
/** Statuses of operations that a server does not have. */
const UNKNOWN: ReadonlySet<number> = new Set([404, 405, 501]);

/** Prefix of findings about a media type. */
const MEDIA_TYPE = "Content-Type: ";

interface Tally {
  count: number;
  operations: Set<string>;
}

/** Whether an exchange has no answer of the server. */
export function isUnanswered({ lost, response }: Exchange): boolean {
  return lost !== undefined || response === null;
}

/** Counts the answers of a run by what they have in common, in one pass, because a run has tens of thousands. */
export class AnswerStatistics {
  /** Number of exchanges. */
  total = 0;
  /** Number of exchanges without an answer of the server. */
  lost = 0;
  readonly #findings = new Map<RuleId, { count: number; first: Finding }>();
  /** Number of answers with a wrong media type, by the rule that this violates. */
  readonly #mediaTypes = new Map<RuleId, number>();
  readonly #byOperation = new Map<string, { succeeded: number; unknown: number; others: number }>();
  readonly #alike = new Map<string, Tally>();

  add(exchange: Exchange): void {
    const { operation, response, findings } = exchange;
    this.total += 1;
    if (response === null || isUnanswered(exchange)) {
      this.lost += 1;
      return;
    }
    for (const finding of findings) {
      const seen = this.#findings.get(finding.rule) ?? { count: 0, first: finding };
      seen.count += 1;
      this.#findings.set(finding.rule, seen);
      if (!isMediaType(finding)) continue;
      this.#mediaTypes.set(finding.rule, (this.#mediaTypes.get(finding.rule) ?? 0) + 1);
    }
    if (operation === null) return;
    const counts = this.#byOperation.get(operation) ?? { succeeded: 0, unknown: 0, others: 0 };
    if (response.status < 300) counts.succeeded += 1;
    else if (UNKNOWN.has(response.status)) counts.unknown += 1;
    // A request without credentials gets 401 whether or not the operation exists.
    else if (response.status !== 401) counts.others += 1;
    this.#byOperation.set(operation, counts);
    const words = statusAndBody(exchange);
    const like = this.#alike.get(words) ?? { count: 0, operations: new Set() };
    like.count += 1;
    like.operations.add(operation);
    this.#alike.set(words, like);
  }

  /** Number of answers in which the contract layer saw a rule violated. */
  countOf(rule: RuleId): number {
    return this.#findings.get(rule)?.count ?? 0;
  }

  findingOf(rule: RuleId): Finding | null {
    return this.#findings.get(rule)?.first ?? null;
  }

  /** Whether a finding is about a media type, and several rules about media types are violated. */
  isCommonMediaType(finding: Finding): boolean {
    return isMediaType(finding) && this.#mediaTypes.size >= SEVERAL;
  }

  /** Number of answers with a wrong media type. */
  get mediaTypesCount(): number {
    return [...this.#mediaTypes.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The rule about successes that most answers with a wrong media type violate; null if there is none. */
  get mediaTypesRule(): RuleId | null {
    const [most] = [...this.#mediaTypes]
      .filter(([rule]) => rule !== "error.problem.type")
      .toSorted(([, a], [, b]) => b - a);
    return most?.[0] ?? null;
  }

  /** Whether a rule is violated on most answers. */
  isCommon(rule: RuleId): boolean {
    return this.total >= FEW && this.countOf(rule) >= MOST * (this.total - this.lost);
  }

  /** Whether the server does not have an operation: every request to it got 404, 405 or 501. */
  isMissing(operation: string): boolean {
    const counts = this.#byOperation.get(operation);
    return counts !== undefined && counts.succeeded === 0 && counts.unknown > 0 && counts.others === 0;
  }

  /** The operations of a stage that the server does not have, such as `POST /sessions`. */
  missingIn(stage: StageName): string[] {
    const ids: readonly string[] = stages.find(({ name }) => name === stage)?.operations ?? [];
    return OPERATIONS.filter(({ id }) => ids.includes(id) && this.isMissing(id)).map(
      ({ method, path }) => `${method} ${path}`,
    );
  }

  /** The answer that nearly all requests get, for a message; null if answers differ. */
  get oneForAll(): string | null {
    const answered = [...this.#alike.values()].reduce((sum, { count }) => sum + count, 0);
    if (answered < FEW) return null;
    const found = [...this.#alike].find(
      ([, { count, operations }]) => count >= NEARLY_ALL * answered && operations.size >= SEVERAL,
    );
    return found?.[0] ?? null;
  }

  isOneForAll(exchange: Exchange): boolean {
    return statusAndBody(exchange) === this.oneForAll;
  }
}

function isMediaType({ got }: Finding): boolean {
  return got.startsWith(MEDIA_TYPE);
}

function statusAndBody({ response }: Exchange): string {
  const text = response?.body?.text ?? "";
  const body = text === "" ? "without a body" : `with the body ${shorten(visible(text), 60)}`;
  return `${response?.status} ${body}`;
}
