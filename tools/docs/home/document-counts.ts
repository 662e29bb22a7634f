// Counts what the OpenAPI document defines.
import { ANYWHERE_HEADERS, FALLBACKS, OPERATIONS } from "../../../conformance/contract/document.ts";
import { type Rule, rules } from "../../../generated/rules.ts";

/** A count and the thing that is counted. */
export interface DocumentCount {
  count: number;
  noun: string;
}

/** Counts operations, statuses, header fields and rules of the document. */
export function documentCounts(): DocumentCount[] {
  const responses = [
    ...OPERATIONS.flatMap((operation) => [...operation.responses]),
    ...Object.values(FALLBACKS).map(({ status, shape }) => [status, shape] as const),
  ];
  const statuses = new Set(responses.map(([status]) => status));
  const headers = new Set(
    [...responses.flatMap(([, shape]) => shape.headers), ...ANYWHERE_HEADERS].map(({ name }) =>
      name.toLowerCase(),
    ),
  );
  const allRules = Object.values<Rule>(rules);
  return [
    { count: OPERATIONS.length, noun: "operations" },
    { count: statuses.size, noun: "statuses" },
    { count: headers.size, noun: "response header fields" },
    { count: allRules.length, noun: "rules" },
    {
      count: allRules.filter(({ untestable }) => untestable === undefined).length,
      noun: "of them with a check",
    },
  ];
}
