import { ANYWHERE_HEADERS, FALLBACKS, OPERATIONS } from "../../../conformance/contract/document.ts";
import { type Rule, rules } from "../../../generated/rules.ts";

/** A number, and what there are as many of. */
export interface Figure {
  count: number;
  what: string;
}

/** How much the document defines. */
export function figures(): Figure[] {
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
  const all = Object.values<Rule>(rules);
  return [
    { count: OPERATIONS.length, what: "operations" },
    { count: statuses.size, what: "statuses" },
    { count: headers.size, what: "response header fields" },
    { count: all.length, what: "rules" },
    { count: all.filter(({ untestable }) => untestable === undefined).length, what: "of them with a check" },
  ];
}
