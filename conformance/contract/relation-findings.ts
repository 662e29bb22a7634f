import type { Finding, HeaderList } from "../results/report-model.ts";
import { isHttpDate } from "./field-formats.ts";
import { fieldLines } from "./message.ts";
import { type Member, readItem } from "./structured-fields.ts";

/**
 * Compares the header fields of one response with one another. Ignores a field that is absent, repeated or malformed,
 * because that is a finding of its own.
 */
export function relationFindings(status: number, headers: HeaderList): Finding[] {
  return [
    ...(status === 503 ? backoffCoversRetryAfter(headers) : []),
    ...receivedExceedsLimit(headers),
    ...sunsetFollowsDeprecation(headers),
  ];
}

function backoffCoversRetryAfter(headers: HeaderList): Finding[] {
  const backoff = integer(item(headers, "X-Weave-Backoff", "integer")?.value);
  const retryAfter = /^[0-9]{1,16}$/.exec(single(headers, "Retry-After") ?? "")?.[0];
  if (backoff === null || retryAfter === undefined || backoff >= Number(retryAfter)) return [];
  return [
    {
      rule: "backoff.not-shorter",
      expected: `X-Weave-Backoff of at least the ${retryAfter} seconds of Retry-After`,
      got: `X-Weave-Backoff: ${single(headers, "X-Weave-Backoff")}`,
    },
  ];
}

function receivedExceedsLimit(headers: HeaderList): Finding[] {
  const parameters = item(headers, "X-Weave-Limit", "token")?.parameters;
  const limit = integer(parameters?.get("limit"));
  const received = integer(parameters?.get("received"));
  if (limit === null || received === null || received > limit) return [];
  return [
    {
      rule: "limit.header.received",
      expected: `received above the limit of ${limit}`,
      got: `X-Weave-Limit: ${single(headers, "X-Weave-Limit")}`,
    },
  ];
}

function sunsetFollowsDeprecation(headers: HeaderList): Finding[] {
  const deprecation = integer(item(headers, "Deprecation", "date")?.value);
  const sunset = single(headers, "Sunset");
  if (deprecation === null || sunset === null || !isHttpDate(sunset)) return [];
  if (Date.parse(sunset) >= deprecation * 1000) return [];
  return [
    {
      rule: "lifecycle.sunset.after",
      expected: `Sunset not before Deprecation: ${single(headers, "Deprecation")}`,
      got: `Sunset: ${sunset}`,
    },
  ];
}

/** The value of a field that occurs once; null if it is absent or repeated. */
function single(headers: HeaderList, name: string): string | null {
  const [line, ...more] = fieldLines(headers, name);
  return line === undefined || more.length > 0 ? null : line;
}

function item(headers: HeaderList, name: string, value: Parameters<typeof readItem>[1]): Member | null {
  const text = single(headers, name);
  return text === null ? null : readItem(text, value);
}

function integer(value: unknown): number | null {
  return Number.isInteger(value) ? (value as number) : null;
}
