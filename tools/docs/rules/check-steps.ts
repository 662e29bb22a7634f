// Describes the requests of a check and its assertions about the responses as steps.

import { shorten, size, visible } from "../../../conformance/results/format-text.ts";
import type { Exchange, HeaderList, KeptBody } from "../../../conformance/results/report-model.ts";
import type { Assertion } from "../../../conformance/runner/assertion-log.ts";
import type { ExampleNames } from "./example-names.ts";

/** A request of a check, with the assertions about its response. */
export interface Step {
  method: string;
  /** Path and query below the endpoint URL. */
  path: string;
  /** Further facts about the request: header fields, other credentials, another account. */
  details: string[];
  /** Shortened; null for none. */
  body: string | null;
  /** Null if there was no response. */
  status: number | null;
  notes: readonly Assertion[];
  /** True if the request was sent before the response to the previous one. */
  beside: boolean;
}

const MOST_PATH = 160;
const MOST_DETAIL = 120;
const MOST_BODY = 140;
const MOST_NOTE = 240;

/** Header fields of ordinary requests, which steps leave out. */
const ORDINARY: HeaderList = [
  ["Content-Type", "application/json"],
  ["Accept", "application/json"],
];

/** Parameters of a Hawk header that differ in each request. */
const OF_ONE_REQUEST = /,? ?\b(?:ts|nonce|mac)="[^"]*"/g;

/** Describes the exchanges of an attempt as steps. */
export function stepsOf(
  exchanges: readonly Exchange[],
  notes: Readonly<Record<string, readonly Assertion[]>>,
  names: ExampleNames,
): Step[] {
  const clean = withShortNames(exchanges, names);
  return exchanges.map((exchange, index) => {
    const { request, response } = exchange;
    const before = exchanges[index - 1];
    return {
      method: visible(request.method),
      path: shorten(visible(clean(names.placeOf(exchange).path)) || "/", MOST_PATH),
      details: details(exchange, names, clean),
      body: request.body && shownBody(request.body, clean),
      status: response?.status ?? null,
      notes: (notes[exchange.id] ?? []).map(({ by, text }) => ({
        by,
        text: shorten(visible(clean(text)), MOST_NOTE),
      })),
      beside: before !== undefined && areAtOnce(before, exchange),
    };
  });
}

/** Replaces the long random names of sessions and clients by numbers, in the order of first use. */
function withShortNames(exchanges: readonly Exchange[], names: ExampleNames): (text: string) => string {
  const begun = exchanges.filter(
    ({ operation, response }) => operation === "postSessions" && response?.status === 201,
  );
  const sessions = begun.flatMap(
    ({ response }) => /"id":"([\w-]+)"/.exec(response?.body?.text ?? "")?.[1] ?? [],
  );
  const fields = exchanges.flatMap(({ request }) => request.headers);
  const clients = fields.map(([, value]) => value).filter((value) => RANDOM_CLIENT.test(value));
  const short = [...numbered("session", sessions), ...numbered("client", clients)];
  return (text) => short.reduce((clean, [name, number]) => clean.replaceAll(name, number), names.text(text));
}

const RANDOM_CLIENT = /^suite-[\da-f-]{20,}$/;

function numbered(word: string, all: readonly string[]): [name: string, number: string][] {
  return [...new Set(all)].map((name, index) => [name, `${word}-${index + 1}`]);
}

/** True if one request was certainly sent before the response to the other. Times are in whole milliseconds. */
function areAtOnce(one: Exchange, other: Exchange): boolean {
  const overlaps = (first: Exchange, second: Exchange) =>
    second.startedAt + 1 <= first.startedAt + first.durationMs;
  return one.startedAt <= other.startedAt ? overlaps(one, other) : overlaps(other, one);
}

function details(exchange: Exchange, names: ExampleNames, clean: (text: string) => string): string[] {
  const { headers, body } = exchange.request;
  const { account, elsewhere } = names.placeOf(exchange);
  const shown = headers
    .map(([name, value]): [string, string] => [name, clean(value)])
    .filter(([name, value]) => !isOrdinary(name, value, account));
  const typeless = body !== null && !has(headers, "Content-Type");
  return [
    ...(elsewhere ? ["on an account outside the scenario"] : account > 0 ? ["on another account"] : []),
    ...(has(headers, "Authorization") ? [] : ["no Authorization"]),
    ...(typeless ? ["no Content-Type"] : []),
    ...shown.map(([name, value]) =>
      shorten(visible(`${name}: ${value.replaceAll(OF_ONE_REQUEST, "")}`), MOST_DETAIL),
    ),
  ];
}

function isOrdinary(name: string, value: string, account: number): boolean {
  if (name.toLowerCase() === "authorization")
    return value === (account === 0 ? "Bearer [token]" : "Bearer [token of another account]");
  return ORDINARY.some(([field, usual]) => field.toLowerCase() === name.toLowerCase() && usual === value);
}

function has(headers: HeaderList, wanted: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === wanted.toLowerCase());
}

function shownBody({ text, encoding, bytes, truncated }: KeptBody, clean: (text: string) => string): string {
  if (encoding === "base64") return `${size(bytes)} that are not UTF-8`;
  const whole = visible(clean(text));
  if (!truncated && whole.length <= MOST_BODY) return whole;
  return `${shorten(whole, MOST_BODY / 2)} (${size(bytes)})`;
}
