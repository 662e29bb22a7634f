import { type Rule, type RuleId, rules } from "../../../generated/rules.ts";
import { ANYWHERE_HEADERS, DOCUMENT_VERSION, type ResponseHeader } from "../../contract/document.ts";
import { PLACES, type Place } from "../document-places.ts";
import { exchangesOf } from "../exchange-text.ts";
import type { Report, RuleResult } from "../model.ts";
import { currentId } from "../rule-ids.ts";
import { isKnown, isSeenBroken } from "../verdict.ts";
import { requestRules, SOLE } from "./bindings.ts";
import { ExchangeTally, NO_RESPONSE, type Tally } from "./tally.ts";

/**
 * What a report says of a spot of the document.
 *
 * - `violated`: a rule was seen violated there; `known`: only rules of which the baseline says so.
 * - `seen`: a response that met the document showed it, and no rule was seen violated there.
 * - `missing`: no response that met the document showed it.
 * - `undeclared`: it came, the document does not declare it there, and nothing says that this breaks a rule.
 */
export type State = "violated" | "known" | "seen" | "missing" | "undeclared";

export interface Cell {
  state: State;
  /** How many responses that met the document showed it. */
  met: number;
  violated: string[];
}

/** A status of an operation. */
export interface Response {
  declared: boolean;
  /** Of the response and all its header fields together. */
  state: State;
  /** Without what is about one of its declared header fields. */
  own: Cell;
  /** The declared header fields by name. */
  fields: Map<string, Cell>;
  /** How many responses departed from the document. */
  departed: number;
}

export interface Row {
  place: Place;
  /** By status, declared ones in the order of numbers, then what else came. */
  responses: Map<string, Response>;
  /** All violated rules of this row: seen here, or about requests of this operation. */
  violated: string[];
}

/** A report laid over the document. */
export interface Overlay {
  /** Version of the document. */
  document: string;
  rows: Row[];
  /** Header fields that may stand on any response. */
  anywhere: { name: string; rules: readonly RuleId[]; cell: Cell }[];
  /** Violated rules that no single response shows. */
  elsewhere: string[];
  /** Results by what their rules are called in this document. */
  outcomes: Map<string, RuleResult>;
  /** Results for rules that this document does not have. */
  unknown: RuleResult[];
  /** Rules of this document that can be checked and of which the report says nothing. */
  notRun: RuleId[];
  /** Exchanges of operations that this document does not have, by `operationId`. */
  foreign: Map<string, number>;
  /** How many exchanges the report holds. */
  exchanges: number;
}

type Judge = (declared: boolean, met: number, violated: Iterable<string>) => Cell;

/** Counts all exchanges of a report. */
function tallyOf({ results }: Pick<Report, "results">): ExchangeTally {
  const tally = new ExchangeTally(results);
  for (const exchange of exchangesOf(results)) tally.see(exchange);
  return tally;
}

/**
 * Lays a report over the document. All of it is computed from the exchanges and the results of the report.
 * @param tally of all exchanges, where they were gone through already
 */
export function overlay(
  report: Pick<Report, "results" | "baseline">,
  tally: ExchangeTally = tallyOf(report),
): Overlay {
  const { results, baseline } = report;
  const outcomes = new Map<string, RuleResult>(
    results.map((result) => [currentId(result.rule) ?? result.rule, result]),
  );
  const broken = [...outcomes].flatMap(([rule, { outcome }]) =>
    isSeenBroken(outcome) ? [rule as RuleId] : [],
  );
  for (const rule of broken) seeSole(tally, rule);

  const known = (rule: string) => isKnown(outcomes.get(rule)?.rule ?? rule, baseline);
  const judge: Judge = (declared, met, violated) => {
    const found = [...violated];
    const seen = declared ? (met > 0 ? "seen" : "missing") : "undeclared";
    return {
      state: found.length === 0 ? seen : found.every(known) ? "known" : "violated",
      met,
      violated: found,
    };
  };
  const rows = PLACES.map((place) => row(place, tally.at.get(place) ?? new Map(), broken, judge));
  const anywhere = ANYWHERE_HEADERS.map(({ name, rules: own }) => ({
    name,
    rules: own,
    cell: judge(
      true,
      tally.anywhere.get(name) ?? 0,
      broken.filter((rule) => (own as string[]).includes(rule)),
    ),
  }));
  const placed = new Set([...rows, ...anywhere.map(({ cell }) => cell)].flatMap(({ violated }) => violated));
  return {
    document: DOCUMENT_VERSION,
    rows,
    anywhere,
    elsewhere: broken.filter((rule) => !placed.has(rule)),
    outcomes,
    unknown: results.filter(({ rule }) => currentId(rule) === null),
    notRun: (Object.entries(rules) as [RuleId, Rule][]).flatMap(([rule, { untestable }]) =>
      untestable === undefined && !outcomes.has(rule) ? [rule] : [],
    ),
    foreign: tally.foreign,
    exchanges: tally.exchanges,
  };
}

/** A violated rule that binds at one spot only is violated there, whichever exchange showed it. */
function seeSole(tally: ExchangeTally, rule: string): void {
  const spot = SOLE.get(rule);
  if (spot) tally.of(spot.place, String(spot.status)).violated.add(rule);
}

function row(
  place: Place,
  tallies: ReadonlyMap<string, Tally>,
  broken: readonly RuleId[],
  judge: Judge,
): Row {
  const declared = [...place.responses.keys()].sort((a, b) => a - b).map(String);
  const others = [...tallies.keys()].filter((status) => !declared.includes(status)).sort(byStatus);
  const responses = new Map(
    [...declared, ...others].map((status) => [
      status,
      response(place.responses.get(Number(status))?.headers ?? null, tallies.get(status), judge),
    ]),
  );
  const own = requestRules(place);
  const seen = new Set([...tallies.values()].flatMap(({ violated }) => [...violated]));
  for (const rule of broken) if (own.includes(rule)) seen.add(rule);
  return { place, responses, violated: [...seen] };
}

/** Statuses by number, and last what came to nothing. */
export function byStatus(a: string, b: string): number {
  return a === NO_RESPONSE ? 1 : b === NO_RESPONSE ? -1 : Number(a) - Number(b);
}

const URGENCY: readonly State[] = ["violated", "known"];

function response(
  headers: readonly ResponseHeader[] | null,
  { met, departed, fields: seen, violated }: Tally = {
    met: 0,
    departed: 0,
    fields: new Map(),
    violated: new Set(),
  },
  judge: Judge,
): Response {
  const isOf = (rule: string, header: ResponseHeader) => (header.rules as string[]).includes(rule);
  const rest = [...violated].filter((rule) => !headers?.some((header) => isOf(rule, header)));
  const own = judge(headers !== null, met, rest);
  const fields = new Map(
    (headers ?? []).map((header) => [
      header.name,
      judge(
        true,
        seen.get(header.name) ?? 0,
        [...violated].filter((rule) => isOf(rule, header)),
      ),
    ]),
  );
  const states = [own, ...fields.values()].map(({ state }) => state);
  const worst = URGENCY.find((state) => states.includes(state));
  return { declared: headers !== null, state: worst ?? own.state, own, fields, departed };
}
