import { findOperation } from "../contract/find-operation.ts";
import { responseFindings } from "../contract/response-findings.ts";
import type { Exchange, HeaderList, Loss } from "../results/report-model.ts";
import { frontNote } from "./front-detector.ts";
import { type Redactor, secretsIn } from "./redactor.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/** Records an exchange for the report: redacted, with its operation and the findings of the contract layer. */

/** A request and its response or error. */
export interface ObservedExchange {
  origin: string;
  /** Raw path below the endpoint URL. */
  path: string;
  request: WireRequest;
  response: WireResponse | null;
  error: string | null;
  /** The name of the front whose answer this looks like. */
  front?: string | null;
  /** Why the answer was lost; null if the server answered. */
  lost: Loss | null;
}

/** The record of an exchange with its findings and without credentials; the caller adds id, part and times. */
export function transcript(
  { origin, path, request, response, error, front = null, lost }: ObservedExchange,
  redactor: Redactor,
): Exchange {
  const { method, body } = request;
  const clean = redactor.and(secretsIn(request.headers));
  const list = (headers: HeaderList) =>
    headers.map(([name, value]): [string, string] => [name, clean.text(value)]);
  const pathname = path.split("?", 1)[0] as string;
  return {
    id: "",
    part: null,
    operation: findOperation(method, pathname)?.id ?? null,
    startedAt: 0,
    durationMs: 0,
    request: {
      method,
      url: origin + clean.text(request.target),
      headers: list(request.headers),
      body: clean.body(body),
    },
    response: response && {
      status: response.status,
      headers: list(response.headers),
      body: clean.body(response.body),
    },
    error: error && clean.text(error),
    findings: (response && !lost ? responseFindings({ method, path: pathname, ...response }) : []).map(
      (finding) => ({
        ...finding,
        got: clean.text(finding.got + frontNote(front)),
      }),
    ),
    ...(lost && { lost }),
  };
}
