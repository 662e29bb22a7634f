import type { RuleId } from "../../generated/rules.ts";
import { ANYWHERE, DOCUMENT_VERSION } from "../contract/document.ts";
import { headerAt, isAt, operationAt, PLACES, type Place } from "./document-places.ts";
import type { Sentences } from "./exchange-text.ts";
import type { Report } from "./model.ts";
import { isSeenBroken } from "./verdict.ts";
import { type Sighting, sightings } from "./violation-locations.ts";

/** A status of an operation, or a header field of that status. */
export interface Cell {
  /** Whether a response that met the document showed it. */
  seen: boolean;
  /** The rules that were seen violated there. */
  violated: RuleId[];
}

/** An operation, or what answers requests that are none. */
export interface Row {
  /** `GET /info/quota`; `any other path`, `any other method`, `any response`. */
  at: string;
  /** The columns: declared statuses, then others in which a rule was violated, then `none` for no response at all. */
  statuses: string[];
  /** A cell a column; null only for `any response`, whose statuses are those of the others. */
  responses: (Cell | null)[];
  /** A cell a column; null where the status does not declare the field. */
  headers: { name: string; cells: (Cell | null)[] }[];
  /** All violated rules that stand at this operation or were seen violated in it. */
  violated: RuleId[];
}

export interface Matrix {
  rows: Row[];
  /** Violated rules that no single exchange of an operation shows. */
  elsewhere: RuleId[];
}

const NO_RESPONSE = "none";

/**
 * The document as a table, operation × status × header field: what of it was seen, and where rules were violated.
 * A rule that stands beside a header field counts where that field was declared, any other one for the whole response.
 *
 * @param sentences rule texts by id, with their places in the document
 * @returns null for a report about another version of the document, whose places nobody knows here
 */
export function matrix({ suite, coverage, results }: Report, sentences: Sentences): Matrix | null {
  if (suite.document !== DOCUMENT_VERSION) return null;
  const missing = new Set([...coverage.statuses.missing, ...coverage.responseHeaders.missing]);
  const seen = sightings(results);
  const violated = results.filter(({ outcome }) => isSeenBroken(outcome)).map(({ rule }) => rule);
  const headerOf = (rule: RuleId) => headerAt(sentences[rule]?.place ?? "");

  const rows = PLACES.map((place): Row => {
    const here = seen.filter((sighting) => isAt(place, sighting));
    const statuses = columns(place, here);
    const of = (status: string) =>
      here.filter((sighting) => String(sighting.status ?? NO_RESPONSE) === status);
    const declares = (status: string, name: string | null) =>
      place.responses.get(Number(status))?.headers.some((header) => header.name === name) ?? false;
    const names = new Set(
      [...place.responses.values()].flatMap(({ headers }) => headers.map((it) => it.name)),
    );
    const rulesHere = new Set(here.map(({ rule }) => rule));
    return {
      at: place.at,
      statuses,
      responses: statuses.map((status) => ({
        seen: place.responses.has(Number(status)) && !missing.has(`${place.at} ${status}`),
        violated: of(status).flatMap(({ rule }) => (declares(status, headerOf(rule)) ? [] : [rule])),
      })),
      headers: [...names].map((name) => ({
        name,
        cells: statuses.map((status) => {
          if (!declares(status, name)) return null;
          return {
            seen: !missing.has(`${place.at} ${status} ${name}`),
            violated: of(status).flatMap(({ rule }) => (headerOf(rule) === name ? [rule] : [])),
          };
        }),
      })),
      violated: violated.filter(
        (rule) => rulesHere.has(rule) || operationAt(sentences[rule]?.place ?? "") === place.at,
      ),
    };
  });
  rows.push(anyResponse(missing, violated, headerOf));
  const placed = new Set(rows.flatMap((row) => row.violated));
  return { rows, elsewhere: violated.filter((rule) => !placed.has(rule)) };
}

function columns({ responses }: Place, here: readonly Sighting[]): string[] {
  const undeclared = here.flatMap(({ status }) => (status === null || responses.has(status) ? [] : [status]));
  const order = (statuses: Iterable<number>) => [...new Set(statuses)].sort((a, b) => a - b).map(String);
  const unanswered = here.some(({ status }) => status === null) ? [NO_RESPONSE] : [];
  return [...order(responses.keys()), ...order(undeclared), ...unanswered];
}

/** Header fields that may stand on any response: no status declares them. */
function anyResponse(
  missing: ReadonlySet<string>,
  violated: readonly RuleId[],
  headerOf: (rule: RuleId) => string | null,
): Row {
  const at = "any response";
  const headers = ANYWHERE.map(({ name }) => {
    const rules = violated.filter((rule) => headerOf(rule) === name);
    return { name, cells: [{ seen: !missing.has(`${at} ${name}`), violated: rules }] };
  });
  return {
    at,
    statuses: ["any"],
    responses: [null],
    headers,
    violated: headers.flatMap(({ cells }) => cells.flatMap((cell) => cell.violated)),
  };
}
