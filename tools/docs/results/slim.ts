import type { Exchange, KeptBody, Report } from "../../../conformance/results/report-model.ts";

/** How much of each body stays, in characters. */
const BODY = 160;

/** What an exchange shows of the document: where it is, what met it there, and which rules it broke. */
function shows({ operation, response, findings }: Exchange): string[] {
  const at = JSON.stringify([operation, response?.status ?? null]);
  if (findings.length > 0) return [`${at} departed`, ...findings.map(({ rule }) => `${at} broke ${rule}`)];
  const fields = response?.headers.map(([name]) => `${at} has ${name.toLowerCase()}`) ?? [];
  return [`${at} met`, ...fields];
}

function cut(body: KeptBody | null): KeptBody | null {
  if (body === null || body.text.length <= BODY) return body;
  // No half of a character; of base64 these are whole groups of four, which stand for three octets each.
  return { ...body, text: body.text.slice(0, BODY).replace(/[\uD800-\uDBFF]$/, ""), truncated: true };
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
 * A report of the same run with few of its exchanges: those that violations point at, and of the others only one for
 * each thing that exchanges show of the document. All results stay, so does what was counted before (`timing`,
 * `coverage`), and laid over the document both colour the same.
 *
 * @returns a report that is valid by report.schema.json; the one given stays as it is
 */
export function slim(report: Report): Report {
  const evidence = new Set(report.results.map(({ violation }) => violation?.exchange));
  const shown = new Set<string>();
  const isNew = (exchange: Exchange) => {
    const all = shows(exchange);
    const fresh = all.some((it) => !shown.has(it));
    for (const it of all) shown.add(it);
    return fresh;
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
