/** Responses that meet the contract, for tests that change one thing in them. */
import { type ObservedResponse, responseFindings } from "../../contract/response-findings.ts";
import type { HeaderList } from "../../results/report-model.ts";

export const TIMESTAMP: HeaderList = [["X-Weave-Timestamp", "1795000000"]];
export const AUTHENTICATED: HeaderList = [
  ...TIMESTAMP,
  ["X-Weave-Store", "n7Qd2Lr0sXk"],
  ["Cache-Control", "no-store"],
];
export const VERSIONED: HeaderList = [...AUTHENTICATED, ["X-Last-Modified-Version", "412"]];
const RECORD = { id: "a", version: 412, modified: 1795000000, payload: "x" };

/** A GET of a record that meets the contract. */
export const GOOD: ObservedResponse = {
  method: "GET",
  path: "/storage/c/a",
  status: 200,
  headers: [...VERSIONED, ["Content-Type", "application/json"]],
  body: Buffer.from(JSON.stringify(RECORD)),
};

/** The body of the good exchange with some members changed. */
export function record(change: object): Partial<ObservedResponse> {
  return { body: Buffer.from(JSON.stringify({ ...RECORD, ...change })) };
}

/** The header fields of the good exchange but one. */
export function without(name: string): Partial<ObservedResponse> {
  return { headers: GOOD.headers.filter(([key]) => key !== name) };
}

/** The header fields of the good exchange with one added or replaced, on as many lines as there are values. */
export function having(name: string, ...values: string[]): Partial<ObservedResponse> {
  const others = GOOD.headers.filter(([key]) => key !== name);
  return { headers: [...others, ...values.map((value): [string, string] => [name, value])] };
}

/** A response that is a problem. */
export function problem(
  status: number,
  body: unknown,
  headers: HeaderList = AUTHENTICATED,
): Partial<ObservedResponse> {
  return {
    status,
    headers: [...headers, ["Content-Type", "application/problem+json"]],
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** The rules that the good exchange breaks once it is changed, each once. */
export function rulesBroken(change: Partial<ObservedResponse>): string[] {
  return [...new Set(responseFindings({ ...GOOD, ...change }).map(({ rule }) => rule))];
}
