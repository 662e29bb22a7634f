import { OPERATIONS } from "../contract/document.ts";
import { findOperation } from "../contract/find-operation.ts";
import type { Exchange, KeptBody, Report } from "../results/report-model.ts";
import { type RecordedBody, type RecordedExchange, splitUrl } from "./recorded-exchange.ts";

/** Reads the recorded exchanges of a report of this suite. */
export function fromReport({ results }: Report): RecordedExchange[] {
  return results.flatMap(({ exchanges }) => exchanges).map(fromExchange);
}

function fromExchange(exchange: Exchange): RecordedExchange {
  const { id, request, response } = exchange;
  return {
    name: id,
    method: request.method,
    url: request.url,
    path: pathOf(exchange),
    request: { headers: request.headers, hasBody: request.body !== null },
    response: response && { ...response, body: recordedBody(response.body) },
    cached: false,
  };
}

/**
 * The path below the endpoint. A report names operations, so the endpoint need not be known: the path has as many
 * segments as the template of its operation.
 */
function pathOf({ operation: id, request }: Exchange): string | null {
  const operation = OPERATIONS.find((candidate) => candidate.id === id);
  if (!operation) return null;
  const path = splitUrl(request.url)?.path ?? "";
  const count = operation.path === "/" ? 0 : operation.path.split("/").length - 1;
  const rest = count === 0 ? "/" : `/${path.split("/").slice(-count).join("/")}`;
  return findOperation(request.method, rest)?.id === id ? rest : null;
}

function recordedBody(body: KeptBody | null): RecordedBody {
  if (body === null) return { octets: null, unseen: false };
  if (body.truncated) return { octets: null, unseen: true };
  return { octets: Buffer.from(body.text, body.encoding), unseen: false };
}
