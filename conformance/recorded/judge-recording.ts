import { type RuleId, rules } from "../../generated/rules.ts";
import { coverageOf } from "../contract/coverage.ts";
import { findOperation } from "../contract/find-operation.ts";
import { isHttpLayer, responseFindings } from "../contract/response-findings.ts";
import type { Redactor } from "../exchange/redactor.ts";
import type { Coverage, CoverageRow, Exchange, Finding, Level } from "../results/model.ts";
import type { EndpointPaths } from "./find-endpoints.ts";
import { ownSecrets } from "./har-secrets.ts";
import { type RecordedExchange, type RecordedResponse, splitUrl } from "./recorded-exchange.ts";

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

/** A departure from the document in one exchange. */
export interface RecordedViolation {
  /** What the exchange is called in its file. */
  exchange: string;
  method: string;
  /** Below the endpoint, with its query. */
  path: string;
  status: number;
  expected: string;
  got: string;
}

/** What a file of recorded traffic shows; no credentials are in it. */
export interface Judgement {
  /** Endpoint URLs below which traffic was judged. */
  endpoints: string[];
  /** Exchanges in the file. */
  exchanges: number;
  judged: number;
  left: Record<SkipReason, number>;
  /** Of the judged exchanges, those whose bodies are not in the file as a whole. */
  bodiesUnseen: number;
  broken: { rule: RuleId; level: Level; seen: RecordedViolation[] }[];
  coverage: Record<Exclude<CoverageRow, "rules">, Coverage>;
}

/** Holds each recorded response to an operation of the document to what the document says of it. */
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
    const reason = whyLeft(recorded, path);
    if (reason !== null || path === null || response === null) {
      left[reason ?? "elsewhere"] += 1;
      continue;
    }
    if (response.body.unseen) bodiesUnseen += 1;
    const findings = findingsOf(recorded, response, path);
    const clean = findings.length === 0 ? redactor : redactor.and(ownSecrets(recorded.request.headers));
    for (const finding of findings) {
      const seen = broken.get(finding.rule) ?? [];
      seen.push(sighting(finding, { recorded, response, path, clean }));
      broken.set(finding.rule, seen);
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

function whyLeft(recorded: RecordedExchange, path: string | null): SkipReason | null {
  const { method, response, cached } = recorded;
  if (recorded.path === null) return "noOperation";
  if (path === null) return "elsewhere";
  if (!findOperation(method, path)) return "noOperation";
  if (response === null) return "noResponse";
  if (cached) return "cached";
  if (isHttpLayer(path, response.status)) return "httpLayer";
  // No server sends none at all: the file leaves them out.
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

/** As coverage looks at one. */
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
