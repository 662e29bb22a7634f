import { ANYWHERE_HEADERS, RATE_LIMITED } from "../../contract/document.ts";
import { isAt, PLACES, type Place } from "../document-places.ts";
import type { Exchange, RuleResult } from "../model.ts";
import { currentId } from "../rule-ids.ts";
import { isSeenBroken } from "../verdict.ts";

/** What stands for a status where no response arrived. */
export const NO_RESPONSE = "none";

/** What the exchanges of a report show of one status of one place. */
export interface Tally {
  /** Exchanges in which nothing departed from the document. */
  met: number;
  /** Exchanges in which the contract layer saw something depart from it. */
  departed: number;
  /** Of those that met the document, how many had a header field; by its name in the document. */
  fields: Map<string, number>;
  /** The rules that were seen violated here. */
  violated: Set<string>;
}

const lowered = new Map<string, string>();

/** Of the names of some hundred thousand fields few differ. */
function lower(name: string): string {
  const known = lowered.get(name);
  if (known !== undefined) return known;
  const made = name.toLowerCase();
  lowered.set(name, made);
  return made;
}

const ANYWHERE_NAMES = new Map(ANYWHERE_HEADERS.map(({ name }) => [lower(name), name]));

/** Finds the place of an exchange; most of tens of thousands are at a few hundred. */
function placeFinder(): (operation: string | null, status: number | null) => Place | null {
  const known = new Map<string, Place | null>();
  return (operation, status) => {
    const key = operation === null ? `${status}` : ` ${operation}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const place = PLACES.find((candidate) => isAt(candidate, { operation, status })) ?? null;
    known.set(key, place);
    return place;
  };
}

/** The header fields that the document declares at a status, by their names in lower case. */
function declared(place: Place, status: string): Map<string, string> {
  const shape = place.responses.get(Number(status));
  return new Map(shape?.headers.map(({ name }) => [lower(name), name]));
}

function count(into: Map<string, number>, names: ReadonlyMap<string, string>, { response }: Exchange): void {
  const got: string[] = [];
  for (const [field] of response?.headers ?? []) {
    const name = names.get(lower(field));
    if (name === undefined || got.includes(name)) continue;
    got.push(name);
    into.set(name, (into.get(name) ?? 0) + 1);
  }
}

/** Rules that were judged violated, by the exchange that shows it. */
function evidenceOf(results: readonly RuleResult[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { rule, outcome, violation } of results) {
    if (!isSeenBroken(outcome) || violation?.exchange == null) continue;
    const rules = found.get(violation.exchange) ?? [];
    found.set(violation.exchange, [...rules, currentId(rule) ?? rule]);
  }
  return found;
}

/** Counts what the exchanges of a report show, place by place. */
export class ExchangeTally {
  readonly at = new Map<Place, Map<string, Tally>>();
  /** Header fields that may stand on any response: how many that met the document had them. */
  readonly anywhere = new Map<string, number>();
  /** Exchanges of operations that this document does not have, by `operationId`. */
  readonly foreign = new Map<string, number>();
  /** How many exchanges were counted. */
  exchanges = 0;
  readonly #evidence: ReadonlyMap<string, readonly string[]>;
  readonly #names = new Map<Tally, Map<string, string>>();
  readonly #find = placeFinder();

  /** @param results all of the report; their exchanges are not read */
  constructor(results: readonly RuleResult[]) {
    this.#evidence = evidenceOf(results);
  }

  /** What was counted of a status; made where nothing was. */
  of(place: Place, status: string): Tally {
    const statuses = this.at.get(place) ?? new Map<string, Tally>();
    this.at.set(place, statuses);
    const counted = statuses.get(status);
    if (counted) return counted;
    const fresh: Tally = { met: 0, departed: 0, fields: new Map(), violated: new Set() };
    statuses.set(status, fresh);
    this.#names.set(fresh, declared(place, status));
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
    const here = this.of(place, status === null ? NO_RESPONSE : String(status));
    for (const { rule } of findings) here.violated.add(currentId(rule) ?? rule);
    for (const rule of this.#evidence.get(id) ?? []) here.violated.add(rule);
    if (findings.length > 0) here.departed += 1;
    else here.met += 1;
    // As coverage has it: what came back wrong shows nothing, and neither does what the HTTP layer answers by itself.
    if (findings.length > 0 || status === null) return;
    count(here.fields, this.#names.get(here) ?? new Map(), exchange);
    if (place.responses.has(status) || status === RATE_LIMITED.status)
      count(this.anywhere, ANYWHERE_NAMES, exchange);
  }
}
