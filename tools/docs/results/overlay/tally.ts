import { ANYWHERE, RATE } from "../../../../conformance/contract/document.ts";
import { isAt, PLACES, type Place } from "../../../../conformance/results/document-places.ts";
import type { Exchange, RuleResult } from "../../../../conformance/results/model.ts";
import { isSeenBroken } from "../../../../conformance/results/verdict.ts";

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

export interface Tallies {
  /** By status, as text. */
  at: Map<Place, Map<string, Tally>>;
  /** Header fields that may stand on any response: how many that met the document had them. */
  anywhere: Map<string, number>;
  /** Exchanges of operations that this document does not have, by `operationId`. */
  foreign: Map<string, number>;
  /** All exchanges that the report holds. */
  exchanges: number;
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

const ANYWHERE_NAMES = new Map(ANYWHERE.map(({ name }) => [lower(name), name]));

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
function evidence(results: readonly RuleResult[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { rule, outcome, violation } of results) {
    if (!isSeenBroken(outcome) || violation?.exchange == null) continue;
    found.set(violation.exchange, [...(found.get(violation.exchange) ?? []), rule]);
  }
  return found;
}

/** Counts what the exchanges of a report show, place by place. */
export function tally(results: readonly RuleResult[]): Tallies {
  const tallies: Tallies = { at: new Map(), anywhere: new Map(), foreign: new Map(), exchanges: 0 };
  const shown = evidence(results);
  const find = placeFinder();
  const names = new Map<Tally, Map<string, string>>();

  const tallyAt = (place: Place, status: string): Tally => {
    const statuses = tallies.at.get(place) ?? new Map<string, Tally>();
    tallies.at.set(place, statuses);
    const known = statuses.get(status);
    if (known) return known;
    const fresh: Tally = { met: 0, departed: 0, fields: new Map(), violated: new Set() };
    statuses.set(status, fresh);
    names.set(fresh, declared(place, status));
    return fresh;
  };

  for (const { exchanges } of results) {
    for (const exchange of exchanges) {
      tallies.exchanges += 1;
      const { id, operation, response, findings } = exchange;
      const status = response?.status ?? null;
      const place = find(operation, status);
      if (place === null) {
        const name = operation ?? "";
        tallies.foreign.set(name, (tallies.foreign.get(name) ?? 0) + 1);
        continue;
      }
      const here = tallyAt(place, status === null ? NO_RESPONSE : String(status));
      for (const { rule } of findings) here.violated.add(rule);
      for (const rule of shown.get(id) ?? []) here.violated.add(rule);
      if (findings.length > 0) here.departed += 1;
      else here.met += 1;
      // As coverage has it: what came back wrong shows nothing, and neither does what the HTTP layer answers by itself.
      if (findings.length > 0 || status === null) continue;
      count(here.fields, names.get(here) ?? new Map(), exchange);
      if (place.responses.has(status) || status === RATE.status)
        count(tallies.anywhere, ANYWHERE_NAMES, exchange);
    }
  }
  return tallies;
}
