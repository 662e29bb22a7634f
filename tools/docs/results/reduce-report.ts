// Reduces the example report of the site to the few exchanges that it needs.
import type { Exchange, KeptBody, Report } from "../../../conformance/results/report-model.ts";

/** The most characters of a body. */
const MOST_BODY = 160;

/** The facts that an exchange shows: operation and status, header fields, and violated rules. */
function factsOf({ operation, response, findings }: Exchange): string[] {
  const at = JSON.stringify([operation, response?.status ?? null]);
  if (findings.length > 0) return [`${at} departed`, ...findings.map(({ rule }) => `${at} broke ${rule}`)];
  const fields = response?.headers.map(([name]) => `${at} has ${name.toLowerCase()}`) ?? [];
  return [`${at} met`, ...fields];
}

function cut(body: KeptBody | null): KeptBody | null {
  if (body === null || body.text.length <= MOST_BODY) return body;
  // Splits no surrogate pair. In base64 the length is a multiple of four, which encodes whole octets.
  return { ...body, text: body.text.slice(0, MOST_BODY).replace(/[\uD800-\uDBFF]$/, ""), truncated: true };
}

function cutBodies(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  return {
    ...exchange,
    request: { ...request, body: cut(request.body) },
    response: response && { ...response, body: cut(response.body) },
  };
}

/**
 * Reduces a report to few exchanges: those of violations, and one for each further fact. Results and counts (`timing`,
 * `coverage`) stay the same, and so do the outcomes of operations, statuses and header fields.
 *
 * @returns a new report that is valid by report.schema.json
 */
export function reduceReport(report: Report): Report {
  const evidence = new Set(report.results.map(({ violation }) => violation?.exchange));
  const shown = new Set<string>();
  const isNew = (exchange: Exchange) => {
    const facts = factsOf(exchange);
    const hasNewFact = facts.some((fact) => !shown.has(fact));
    for (const fact of facts) shown.add(fact);
    return hasNewFact;
  };
  return {
    ...report,
    results: report.results.map((result) => ({
      ...result,
      exchanges: result.exchanges
        .filter((exchange) => isNew(exchange) || evidence.has(exchange.id))
        .map(cutBodies),
    })),
  };
}
