import fc from "fast-check";
import { FALLBACKS, OPERATIONS } from "../../conformance/contract/document.ts";
import { entry, har } from "../../conformance/test/support/recorded-client.ts";
import { CANARY, text, value } from "./arbitraries.ts";

/** Valid answers, recordings, configurations and baselines, which fuzzing changes. */

/** Header fields of responses. */
export const FIELDS = [
  ...new Set(
    [
      ...OPERATIONS.flatMap(({ responses }) => [...responses.values()]),
      ...Object.values(FALLBACKS).map(({ shape }) => shape),
    ]
      .flatMap(({ headers }) => headers)
      .map(({ name }) => name),
  ),
  ...[
    "Link",
    "Sunset",
    "Deprecation",
    "X-Weave-Backoff",
    "X-Weave-Alert",
    "Retry-After",
    "Content-Type",
    "Location",
  ],
];
const STATUSES = [200, 201, 204, 304, 401, 404, 409, 412, 413, 422, 429, 503, 507];
const PATHS = [
  "/storage/c/a",
  "/storage/c",
  "/info/quota",
  "/",
  "/sessions",
  "/messages",
  "/x",
  "/control?full=1",
];
export const answer = fc.record({
  method: fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD", "X"),
  path: fc.constantFrom(...PATHS),
  status: fc.constantFrom(...STATUSES),
  headers: fc.array(fc.tuple(fc.constantFrom(...FIELDS), text), { maxLength: 6 }),
  type: fc.constantFrom("application/json", "application/problem+json", "application/newlines"),
  body: fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    value.map((json) => Buffer.from(JSON.stringify(json) ?? "")),
    text.map((raw) => Buffer.from(raw)),
    fc
      .record(
        { code: text, status: value, title: text, items: fc.array(value, { maxLength: 3 }) },
        { requiredKeys: [] },
      )
      .map((json) => Buffer.from(JSON.stringify(json))),
  ),
});

export const HAR = JSON.parse(
  har([
    entry(
      "GET",
      `https://a.test/2.0/one/info/quota?token=${CANARY}`,
      200,
      [
        ["x-weave-timestamp", "1"],
        ["set-cookie", `a=${CANARY}`],
      ],
      "{}",
    ),
    {
      ...entry("PUT", "https://a.test/2.0/one/storage/c/a", 201, [["x-weave-timestamp", CANARY]]),
      _fetchType: "x",
    },
    entry(
      "GET",
      "https://a.test/2.0/one/storage/c?full=1",
      200,
      [["x-weave-backoff", CANARY]],
      '{"items":[]}',
    ),
  ]),
);

/** Adds an entry to a recording that makes the canary a secret, whatever else was changed. */
export function withSecret(made: unknown): unknown {
  const entries = (made as { log?: { entries?: unknown } } | null)?.log?.entries;
  if (Array.isArray(entries)) entries.push(entry("GET", `https://b.test/?token=${CANARY}`, 200));
  return made;
}

export const CONFIG = `endpoint: "http://127.0.0.1:8000/2.0/{account}"\ntoken: "${CANARY}"\nscenarios:\n  quota: { endpoint: "http://a.test/" }\nformats: [junit]\ntimeout: 3\n`;
export const BASELINE =
  "failures:\n  - rule: record.created\n    reason: a\n    issue: https://a.test/1\n    expires: 2027-01-31\n";

/** A text with another one inserted, or in the place of some characters. */
export const spliced = (base: string) =>
  fc
    .tuple(fc.nat(base.length), fc.nat(12), text)
    .map(
      ([start, length, insert]) =>
        base.slice(0, start) + insert.replaceAll(CANARY, "x") + base.slice(start + length),
    );
