/** Lays a report over the document: which responses and header fields the run saw, missed or found violated. */
import { type Rule, type RuleId, rules } from "../../../generated/rules.ts";
import { ANYWHERE_HEADERS, DOCUMENT_VERSION, type ResponseHeader } from "../../contract/document.ts";
import { DOCUMENT_PLACES, type DocumentPlace } from "../document-places.ts";
import { exchangesOf } from "../format-exchange.ts";
import type { Report, RuleResult } from "../report-model.ts";
import { currentId } from "../rule-ids.ts";
import { isKnown, isSeenViolated } from "../verdict.ts";
import { ExchangeTally, NO_RESPONSE, type StatusTally } from "./exchange-tally.ts";
import { BOUND_ONCE, requestRules } from "./rule-bindings.ts";

/**
 * What a report says about a response or a header field of the document.
 *
 * - `violated`: a rule is violated there. `known`: only rules are violated there that the baseline accepts.
 * - `seen`: a response that agrees with the document has it, and no rule is violated there.
 * - `missing`: no response that agrees with the document has it.
 * - `undeclared`: a response has it, the document does not declare it there, and no rule is violated.
 */
export type CellState = "violated" | "known" | "seen" | "missing" | "undeclared";

export interface OverlayCell {
  state: CellState;
  /** Number of responses that agree with the document and have it. */
  met: number;
  violated: string[];
}

/** A status of an operation. */
export interface OverlayResponse {
  declared: boolean;
  /** The most urgent state of the response and all its header fields. */
  state: CellState;
  /** The response without its declared header fields. */
  own: OverlayCell;
  /** The declared header fields by name. */
  fields: Map<string, OverlayCell>;
  /** Number of responses that depart from the document. */
  departed: number;
}

export interface OverlayRow {
  place: DocumentPlace;
  /** By status: declared ones in ascending order, then the others. */
  responses: Map<string, OverlayResponse>;
  /** All violated rules of this row: seen in its responses, or binding its requests. */
  violated: string[];
}

/** A report laid over the document. */
export interface Overlay {
  /** Version of the document. */
  document: string;
  rows: OverlayRow[];
  /** Header fields that any response may have. */
  anywhere: { name: string; rules: readonly RuleId[]; cell: OverlayCell }[];
  /** Violated rules that no single response shows. */
  elsewhere: string[];
  /** Results by the current ids of their rules. */
  outcomes: Map<string, RuleResult>;
  /** Results for rules that this document does not have. */
  unknown: RuleResult[];
  /** Testable rules of this document without a result. */
  notRun: RuleId[];
  /** Exchanges of operations that this document does not have, by `operationId`. */
  foreign: Map<string, number>;
  /** How many exchanges the report holds. */
  exchanges: number;
}

type JudgeCell = (declared: boolean, met: number, violated: Iterable<string>) => OverlayCell;

/** Tallies all exchanges of a report. */
function tallyOf({ results }: Pick<Report, "results">): ExchangeTally {
  const tally = new ExchangeTally(results);
  for (const exchange of exchangesOf(results)) tally.see(exchange);
  return tally;
}

/**
 * Lays a report over the document, from the exchanges and the results of the report alone.
 * @param tally the tally of all exchanges, if there is one already
 */
export function overlay(
  report: Pick<Report, "results" | "baseline">,
  tally: ExchangeTally = tallyOf(report),
): Overlay {
  const { results, baseline } = report;
  const outcomes = new Map<string, RuleResult>(
    results.map((result) => [currentId(result.rule) ?? result.rule, result]),
  );
  const violatedRules = [...outcomes].flatMap(([rule, { outcome }]) =>
    isSeenViolated(outcome) ? [rule as RuleId] : [],
  );
  for (const rule of violatedRules) addBoundOnce(tally, rule);

  const known = (rule: string) => isKnown(outcomes.get(rule)?.rule ?? rule, baseline);
  const judge: JudgeCell = (declared, met, violated) => {
    const violations = [...violated];
    const seen = declared ? (met > 0 ? "seen" : "missing") : "undeclared";
    return {
      state: violations.length === 0 ? seen : violations.every(known) ? "known" : "violated",
      met,
      violated: violations,
    };
  };
  const rows = DOCUMENT_PLACES.map((place) =>
    rowOf(place, tally.at.get(place) ?? new Map(), violatedRules, judge),
  );
  const anywhere = ANYWHERE_HEADERS.map(({ name, rules: own }) => ({
    name,
    rules: own,
    cell: judge(
      true,
      tally.anywhere.get(name) ?? 0,
      violatedRules.filter((rule) => (own as string[]).includes(rule)),
    ),
  }));
  const placed = new Set([...rows, ...anywhere.map(({ cell }) => cell)].flatMap(({ violated }) => violated));
  return {
    document: DOCUMENT_VERSION,
    rows,
    anywhere,
    elsewhere: violatedRules.filter((rule) => !placed.has(rule)),
    outcomes,
    unknown: results.filter(({ rule }) => currentId(rule) === null),
    notRun: (Object.entries(rules) as [RuleId, Rule][]).flatMap(([rule, { untestable }]) =>
      untestable === undefined && !outcomes.has(rule) ? [rule] : [],
    ),
    foreign: tally.foreign,
    exchanges: tally.exchanges,
  };
}

/** A violated rule that binds only one response is violated there, whichever exchange shows it. */
function addBoundOnce(tally: ExchangeTally, rule: string): void {
  const part = BOUND_ONCE.get(rule);
  if (part) tally.of(part.place, String(part.status)).violated.add(rule);
}

function rowOf(
  place: DocumentPlace,
  tallies: ReadonlyMap<string, StatusTally>,
  violatedRules: readonly RuleId[],
  judge: JudgeCell,
): OverlayRow {
  const declared = [...place.responses.keys()].sort((a, b) => a - b).map(String);
  const others = [...tallies.keys()].filter((status) => !declared.includes(status)).sort(byStatus);
  const responses = new Map(
    [...declared, ...others].map((status) => [
      status,
      responseOf(place.responses.get(Number(status))?.headers ?? null, tallies.get(status), judge),
    ]),
  );
  const own = requestRules(place);
  const seen = new Set([...tallies.values()].flatMap(({ violated }) => [...violated]));
  for (const rule of violatedRules) if (own.includes(rule)) seen.add(rule);
  return { place, responses, violated: [...seen] };
}

/** Compares statuses by number; requests without a response come last. */
export function byStatus(a: string, b: string): number {
  return a === NO_RESPONSE ? 1 : b === NO_RESPONSE ? -1 : Number(a) - Number(b);
}

const URGENCY: readonly CellState[] = ["violated", "known"];

function responseOf(
  headers: readonly ResponseHeader[] | null,
  { met, departed, fields: seen, violated }: StatusTally = {
    met: 0,
    departed: 0,
    fields: new Map(),
    violated: new Set(),
  },
  judge: JudgeCell,
): OverlayResponse {
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
