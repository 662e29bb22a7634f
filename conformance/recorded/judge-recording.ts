import { type RuleId, rules } from "../../generated/rules.ts";
import { coverageOf } from "../contract/coverage.ts";
import { findOperation } from "../contract/find-operation.ts";
import { isHttpLayer, responseFindings } from "../contract/response-findings.ts";
import type { Redactor } from "../exchange/redactor.ts";
import type { Coverage, CoverageRow, Exchange, Finding, Level } from "../results/report-model.ts";
import type { EndpointPaths } from "./find-endpoints.ts";
import { ownSecrets } from "./har-secrets.ts";
import { type RecordedExchange, type RecordedResponse, splitUrl } from "./recorded-exchange.ts";

/** Judges recorded traffic of any client by the document, and computes how much of the document it covers. */

/** Why an exchange was not judged. */
export const SKIP_REASONS = [
  "elsewhere",
  "noOperation",
  "noResponse",
  "cached",
  "httpLayer",
  "noFields",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A violation of the document in one exchange. */
export interface RecordedViolation {
  /** The name of the exchange in its file. */
  exchange: string;
  method: string;
  /** Below the endpoint, with its query. */
  path: string;
  status: number;
  expected: string;
  got: string;
}

/** The result of judging a file of recorded traffic, without credentials. */
export interface Judgement {
  /** Endpoint URLs below which traffic was judged. */
  endpoints: string[];
  /** Exchanges in the file. */
  exchanges: number;
  judged: number;
  left: Record<SkipReason, number>;
  /** Number of judged exchanges whose bodies are not complete in the file. */
  bodiesUnseen: number;
  broken: { rule: RuleId; level: Level; seen: RecordedViolation[] }[];
  coverage: Record<Exclude<CoverageRow, "rules">, Coverage>;
}

/** Compares each recorded response with the document. */
export function judgeRecorded(
  all: readonly RecordedExchange[],
  paths: EndpointPaths,
  redactor: Redactor,
): Judgement {
  const left = Object.fromEntries(SKIP_REASONS.map((reason) => [reason, 0])) as Judgement["left"];
  const broken = new Map<RuleId, RecordedViolation[]>();
  const judged: Exchange[] = [];
  let bodiesUnseen = 0;
  for (const recorded of all) {
    const path = paths.pathOf(recorded);
    const { response } = recorded;
    const reason = skipReason(recorded, path);
    if (reason !== null || path === null || response === null) {
      left[reason ?? "elsewhere"] += 1;
      continue;
    }
    if (response.body.unseen) bodiesUnseen += 1;
    const findings = findingsOf(recorded, response, path);
    const clean = findings.length === 0 ? redactor : redactor.and(ownSecrets(recorded.request.headers));
    for (const finding of findings) {
      const violations = broken.get(finding.rule) ?? [];
      violations.push(sighting(finding, { recorded, response, path, clean }));
      broken.set(finding.rule, violations);
    }
    judged.push(asExchange(recorded, response, path, findings));
  }
  return {
    endpoints: paths.endpoints.map((endpoint) => redactor.text(endpoint)),
    exchanges: all.length,
    judged: judged.length,
    left,
    bodiesUnseen,
    broken: [...broken].map(([rule, seen]) => ({ rule, level: rules[rule].level, seen })),
    coverage: coverageOf(judged),
  };
}

function skipReason(recorded: RecordedExchange, path: string | null): SkipReason | null {
  const { method, response, cached } = recorded;
  if (recorded.path === null) return "noOperation";
  if (path === null) return "elsewhere";
  if (!findOperation(method, path)) return "noOperation";
  if (response === null) return "noResponse";
  if (cached) return "cached";
  if (isHttpLayer(path, response.status)) return "httpLayer";
  // Every server sends some header fields, so the file left them out.
  return response.headers.length === 0 ? "noFields" : null;
}

function findingsOf(
  { method }: RecordedExchange,
  { status, headers, body }: RecordedResponse,
  path: string,
): Finding[] {
  return responseFindings({ method, path, status, headers, body: body.octets, unseen: body.unseen });
}

function sighting(
  { expected, got }: Finding,
  {
    recorded,
    response,
    path,
    clean,
  }: { recorded: RecordedExchange; response: RecordedResponse; path: string; clean: Redactor },
): RecordedViolation {
  const { name, method, url } = recorded;
  return {
    exchange: name,
    method,
    path: clean.text(path + (splitUrl(url)?.query ?? "")),
    status: response.status,
    expected: clean.text(expected),
    got: clean.text(got),
  };
}

/** The exchange in the form from which coverage is computed. */
function asExchange(
  { name, method, url, request }: RecordedExchange,
  { status, headers }: RecordedResponse,
  path: string,
  findings: Finding[],
): Exchange {
  const body = request.hasBody ? { text: "", encoding: "utf8" as const, bytes: 0, truncated: true } : null;
  return {
    id: name,
    part: null,
    operation: findOperation(method, path)?.id ?? null,
    startedAt: 0,
    durationMs: 0,
    request: { method, url, headers: request.headers, body },
    response: { status, headers, body: null },
    error: null,
    findings,
  };
}
