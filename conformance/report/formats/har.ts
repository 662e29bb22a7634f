/** Renders all exchanges of a run as an HTTP Archive (HAR). */
import { STATUS_CODES } from "node:http";
import type { RuleSentences } from "../../results/format-exchange.ts";
import { size } from "../../results/format-text.ts";
import type {
  Exchange,
  HeaderList,
  KeptBody,
  KnownFailure,
  Report,
  RuleResult,
} from "../../results/report-model.ts";
import { problemLine, runProblems } from "./test-marks.ts";

/**
 * All exchanges of a run as HTTP Archive 1.2, in the order of their start, one page for each rule, one line for each
 * entry. Names that begin with `_` are our extensions, as the format allows: `_verdict`, `_complete` and `_problems`
 * (failures of the run as a whole) in the log; `_level`, `_outcome`, `_reason` and `_known` in a page; `_id`, `_rule`,
 * `_outcome`, `_part`, `_operation` and `_findings` in an entry; `_error` if no response arrived, `_url` if the URL as
 * sent is not valid.
 */
export function renderHar(report: Report, sentences: RuleSentences): string {
  const { suite, results, target, verdict, complete } = report;
  const known = new Map<string, KnownFailure>(
    report.baseline?.known.map((failure) => [failure.rule, failure]),
  );
  const shown = results.filter(({ exchanges }) => exchanges.length > 0);
  const entries = shown
    .flatMap((result) => result.exchanges.map((exchange) => ({ result, exchange })))
    .sort((a, b) => a.exchange.startedAt - b.exchange.startedAt);
  const head = {
    version: "1.2",
    creator: { name: suite.name, version: suite.version },
    comment: `Sync 2.0 conformance of ${target.endpoint}: ${verdict}`,
    _verdict: verdict,
    _complete: complete,
    _problems: runProblems(report).map(problemLine),
  };
  return [
    `{"log":${JSON.stringify(head).slice(0, -1)},`,
    `"pages":[\n${shown.map((result) => JSON.stringify({ ...page(result, sentences), _known: known.get(result.rule) ?? null })).join(",\n")}\n],`,
    `"entries":[\n${entries.map(({ result, exchange }) => JSON.stringify(entry(result, exchange))).join(",\n")}\n]}}\n`,
  ].join("\n");
}

function page({ rule, level, outcome, reason, exchanges }: RuleResult, sentences: RuleSentences) {
  const text = sentences[rule]?.text;
  return {
    startedDateTime: time(
      exchanges.reduce((least, { startedAt }) => Math.min(least, startedAt), exchanges[0]?.startedAt ?? 0),
    ),
    id: rule,
    title: `${outcome}: ${rule}${text === undefined ? "" : `: ${text}`}`,
    pageTimings: {},
    _level: level,
    _outcome: outcome,
    _reason: reason,
  };
}

function entry({ rule, outcome }: RuleResult, exchange: Exchange) {
  const { id, part, operation, startedAt, durationMs, request, response, error, findings } = exchange;
  const url = validUrl(request.url);
  return {
    pageref: rule,
    startedDateTime: time(startedAt),
    time: durationMs,
    request: {
      method: request.method,
      url,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: fields(request.headers),
      queryString: query(request.url),
      headersSize: -1,
      bodySize: request.body?.bytes ?? 0,
      ...(request.body && { postData: postData(request.body, request.headers) }),
      ...(url !== request.url && { _url: request.url }),
    },
    response: {
      // Browsers write 0 if nothing arrived.
      status: response?.status ?? 0,
      statusText: STATUS_CODES[response?.status ?? 0] ?? "",
      httpVersion: response === null ? "" : "HTTP/1.1",
      cookies: [],
      headers: fields(response?.headers ?? []),
      content: content(response?.body ?? null, response?.headers ?? []),
      redirectURL: fieldValue(response?.headers ?? [], "location"),
      headersSize: -1,
      bodySize: response === null ? -1 : (response.body?.bytes ?? 0),
      ...(response === null && { _error: error ?? "unknown reason" }),
    },
    cache: {},
    // Only the sum was measured, and the format does not allow unknown parts.
    timings: { send: 0, wait: durationMs, receive: 0 },
    _id: id,
    _rule: rule,
    _outcome: outcome,
    _part: part,
    _operation: operation,
    _findings: findings,
  };
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function fields(headers: HeaderList): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function fieldValue(headers: HeaderList, wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
}

/** Unlike the content of a response, this has no standard member for an encoding. */
function postData({ text, encoding, bytes, truncated }: KeptBody, headers: HeaderList) {
  return {
    mimeType: fieldValue(headers, "content-type"),
    text,
    ...(encoding === "base64" && { _encoding: encoding }),
    ...(truncated && { comment: cut(bytes) }),
  };
}

function content(body: KeptBody | null, headers: HeaderList) {
  const mimeType = fieldValue(headers, "content-type");
  if (body === null) return { size: 0, mimeType };
  const { text, encoding, bytes, truncated } = body;
  return {
    size: bytes,
    mimeType,
    text,
    ...(encoding === "base64" && { encoding }),
    ...(truncated && { comment: cut(bytes) }),
  };
}

function cut(bytes: number): string {
  return `cut, ${size(bytes)} in all`;
}

/** The parameters of a query that can be read, in their order. */
function query(url: string): { name: string; value: string }[] {
  const [, text = ""] = /\?([^#]*)/.exec(url) ?? [];
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
}

/** Percent-encodes characters that a request target must not hold (RFC 3986); the rest stays as sent, even dot segments. */
function validUrl(url: string): string {
  const [origin = ""] = /^[a-z]+:\/\/[^/?#]*/i.exec(url) ?? [];
  const target = url
    .slice(origin.length)
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25")
    .replace(/[^A-Za-z0-9._~:/?@!$&'()*+,;=%-]/gu, encodeURIComponent);
  return origin + target;
}
