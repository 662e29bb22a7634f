/** Counts what the exchanges of a report show of each status and header field of the document. */
import { ANYWHERE_HEADERS, RATE_LIMITED } from "../../contract/document.ts";
import { belongsTo, DOCUMENT_PLACES, type DocumentPlace } from "../document-places.ts";
import type { Exchange, RuleResult } from "../report-model.ts";
import { currentId } from "../rule-ids.ts";
import { isSeenViolated } from "../verdict.ts";

/** The key of requests without a response, in place of a status. */
export const NO_RESPONSE = "none";

/** The exchanges with one status at one place, counted. */
export interface StatusTally {
  /** Exchanges that agree with the document. */
  met: number;
  /** Exchanges that depart from it, as the contract layer found. */
  departed: number;
  /** How many of the exchanges that agree have a header field; by its name in the document. */
  fields: Map<string, number>;
  /** The rules that these exchanges violate. */
  violated: Set<string>;
}

const lowered = new Map<string, string>();

/** Remembers each result: some hundred thousand header fields have few different names. */
function inLowerCase(name: string): string {
  const known = lowered.get(name);
  if (known !== undefined) return known;
  const made = name.toLowerCase();
  lowered.set(name, made);
  return made;
}

const ANYWHERE_NAMES = new Map(ANYWHERE_HEADERS.map(({ name }) => [inLowerCase(name), name]));

/** Makes a function that finds the place of an exchange, and remembers it: there are few hundred places. */
function placeFinder(): (operation: string | null, status: number | null) => DocumentPlace | null {
  const known = new Map<string, DocumentPlace | null>();
  return (operation, status) => {
    const key = operation === null ? `${status}` : ` ${operation}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const place = DOCUMENT_PLACES.find((candidate) => belongsTo(candidate, { operation, status })) ?? null;
    known.set(key, place);
    return place;
  };
}

/** The header fields that the document declares for a status, by their names in lower case. */
function declaredFields(place: DocumentPlace, status: string): Map<string, string> {
  const shape = place.responses.get(Number(status));
  return new Map(shape?.headers.map(({ name }) => [inLowerCase(name), name]));
}

function countFields(
  into: Map<string, number>,
  names: ReadonlyMap<string, string>,
  { response }: Exchange,
): void {
  const got: string[] = [];
  for (const [field] of response?.headers ?? []) {
    const name = names.get(inLowerCase(field));
    if (name === undefined || got.includes(name)) continue;
    got.push(name);
    into.set(name, (into.get(name) ?? 0) + 1);
  }
}

/** The violated rules, by the id of the exchange that shows the violation. */
function evidenceOf(results: readonly RuleResult[]): Map<string, string[]> {
  const rulesByExchange = new Map<string, string[]>();
  for (const { rule, outcome, violation } of results) {
    if (!isSeenViolated(outcome) || violation?.exchange == null) continue;
    const rules = rulesByExchange.get(violation.exchange) ?? [];
    rulesByExchange.set(violation.exchange, [...rules, currentId(rule) ?? rule]);
  }
  return rulesByExchange;
}

/** Counts what the exchanges of a report show, place by place. */
export class ExchangeTally {
  readonly at = new Map<DocumentPlace, Map<string, StatusTally>>();
  /** Header fields that any response may have: how many of the exchanges that agree have them. */
  readonly anywhere = new Map<string, number>();
  /** Exchanges of operations that this document does not have, by `operationId`. */
  readonly foreign = new Map<string, number>();
  /** How many exchanges were counted. */
  exchanges = 0;
  readonly #evidence: ReadonlyMap<string, readonly string[]>;
  readonly #names = new Map<StatusTally, Map<string, string>>();
  readonly #find = placeFinder();

  /** @param results all results of the report; their exchanges are not read */
  constructor(results: readonly RuleResult[]) {
    this.#evidence = evidenceOf(results);
  }

  /** The tally of a status; a new one if nothing was counted yet. */
  of(place: DocumentPlace, status: string): StatusTally {
    const statuses = this.at.get(place) ?? new Map<string, StatusTally>();
    this.at.set(place, statuses);
    const counted = statuses.get(status);
    if (counted) return counted;
    const fresh: StatusTally = { met: 0, departed: 0, fields: new Map(), violated: new Set() };
    statuses.set(status, fresh);
    this.#names.set(fresh, declaredFields(place, status));
    return fresh;
  }

  /** Counts one exchange. */
  see(exchange: Exchange): void {
    this.exchanges += 1;
    const { id, operation, response, findings } = exchange;
    const status = response?.status ?? null;
    const place = this.#find(operation, status);
    if (place === null) {
      const name = operation ?? "";
      this.foreign.set(name, (this.foreign.get(name) ?? 0) + 1);
      return;
    }
    const tally = this.of(place, status === null ? NO_RESPONSE : String(status));
    for (const { rule } of findings) tally.violated.add(currentId(rule) ?? rule);
    for (const rule of this.#evidence.get(id) ?? []) tally.violated.add(rule);
    if (findings.length > 0) tally.departed += 1;
    else tally.met += 1;
    // As in coverage, a wrong response shows nothing, nor does a response that the HTTP layer makes by itself.
    if (findings.length > 0 || status === null) return;
    countFields(tally.fields, this.#names.get(tally) ?? new Map(), exchange);
    if (place.responses.has(status) || status === RATE_LIMITED.status)
      countFields(this.anywhere, ANYWHERE_NAMES, exchange);
  }
}
