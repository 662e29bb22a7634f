import type { RuleId } from "../../../generated/rules.ts";
import { PLACES, type Place } from "../document-places.ts";
import { requestRules, responseRules } from "./bindings.ts";

/** Rules that bind at the same part of an operation. */
export interface BoundRules {
  /** `request`, `every response`, `200, 201`, or the name of a header field. */
  part: string;
  isField: boolean;
  rules: RuleId[];
}

/** Rules of more operations than this are spoken of once: they are three of four links otherwise. */
const OF_FEW = 6;

function countPlaces(): Map<RuleId, number> {
  const counts = new Map<RuleId, number>();
  for (const place of PLACES) {
    for (const rule of new Set(boundRules(place).flatMap(({ rules }) => rules)))
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

const PLACE_COUNTS = countPlaces();
const isCommon = (rule: RuleId) => (PLACE_COUNTS.get(rule) ?? 0) > OF_FEW;

function only(parts: readonly BoundRules[], holds: (rule: RuleId) => boolean): BoundRules[] {
  return parts
    .map((part) => ({ ...part, rules: part.rules.filter(holds) }))
    .filter(({ rules }) => rules.length > 0);
}

/** The rules that this operation has, and few others. */
export function ownRules(place: Place): BoundRules[] {
  return only(boundRules(place), (rule) => !isCommon(rule));
}

/** The rules that many operations have, each part of them once. */
export function commonRules(): BoundRules[] {
  const parts = new Map<string, BoundRules>();
  for (const { part, isField, rules } of PLACES.flatMap((place) => only(boundRules(place), isCommon))) {
    const name = isField || part === "request" ? part : "responses";
    const known = parts.get(name)?.rules ?? [];
    parts.set(name, { part: name, isField, rules: [...new Set([...known, ...rules])] });
  }
  return [...parts.values()];
}

/** The rules that the document has of an operation: of its requests, of its responses, of its header fields. */
export function boundRules(place: Place): BoundRules[] {
  const request = requestRules(place);
  const parts = request.length > 0 ? [{ part: "request", isField: false, rules: [...request] }] : [];
  return [...parts, ...ofResponses(place), ...ofFields(place)];
}

/** Rules of the same statuses are one part: most bind at all of them. */
function ofResponses({ responses }: Place): BoundRules[] {
  const statuses = new Map<RuleId, number[]>();
  for (const [status, shape] of responses)
    for (const rule of responseRules(shape)) statuses.set(rule, [...(statuses.get(rule) ?? []), status]);
  const parts = new Map<string, RuleId[]>();
  for (const [rule, where] of statuses) {
    const part = where.length === responses.size ? "every response" : where.sort((a, b) => a - b).join(", ");
    parts.set(part, [...(parts.get(part) ?? []), rule]);
  }
  return [...parts].map(([part, rules]) => ({ part, isField: false, rules }));
}

function ofFields({ responses }: Place): BoundRules[] {
  const fields = new Map<string, Set<RuleId>>();
  for (const { headers } of responses.values()) {
    for (const { name, rules } of headers) fields.set(name, new Set([...(fields.get(name) ?? []), ...rules]));
  }
  return [...fields].flatMap(([part, rules]) =>
    rules.size > 0 ? [{ part, isField: true, rules: [...rules] }] : [],
  );
}
