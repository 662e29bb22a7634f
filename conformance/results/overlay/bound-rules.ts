/** Lists the rules that bind an operation, apart from the rules that many operations share. */
import type { RuleId } from "../../../generated/rules.ts";
import { DOCUMENT_PLACES, type DocumentPlace } from "../document-places.ts";
import { requestRules, responseRules } from "./rule-bindings.ts";

/** The rules that bind one part of an operation. */
export interface BoundRules {
  /** `request`, `every response`, `200, 201`, or the name of a header field. */
  part: string;
  isField: boolean;
  rules: RuleId[];
}

/** Rules of more operations than this are listed once; otherwise they are three of four links on the page. */
const FEW_PLACES = 6;

function countPlaces(): Map<RuleId, number> {
  const counts = new Map<RuleId, number>();
  for (const place of DOCUMENT_PLACES) {
    for (const rule of new Set(boundRules(place).flatMap(({ rules }) => rules)))
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

const PLACE_COUNTS = countPlaces();
const isCommon = (rule: RuleId) => (PLACE_COUNTS.get(rule) ?? 0) > FEW_PLACES;

function partsWith(parts: readonly BoundRules[], holds: (rule: RuleId) => boolean): BoundRules[] {
  return parts
    .map((part) => ({ ...part, rules: part.rules.filter(holds) }))
    .filter(({ rules }) => rules.length > 0);
}

/** The rules that bind this operation and few others. */
export function ownRules(place: DocumentPlace): BoundRules[] {
  return partsWith(boundRules(place), (rule) => !isCommon(rule));
}

/** The rules that bind many operations, each part once. */
export function commonRules(): BoundRules[] {
  const parts = new Map<string, BoundRules>();
  for (const { part, isField, rules } of DOCUMENT_PLACES.flatMap((place) =>
    partsWith(boundRules(place), isCommon),
  )) {
    const name = isField || part === "request" ? part : "responses";
    const known = parts.get(name)?.rules ?? [];
    parts.set(name, { part: name, isField, rules: [...new Set([...known, ...rules])] });
  }
  return [...parts.values()];
}

/** All rules that bind an operation: its requests, its responses and its header fields. */
export function boundRules(place: DocumentPlace): BoundRules[] {
  const request = requestRules(place);
  const parts = request.length > 0 ? [{ part: "request", isField: false, rules: [...request] }] : [];
  return [...parts, ...responseParts(place), ...fieldParts(place)];
}

/** The rules that bind the same statuses are one part; most rules bind all statuses. */
function responseParts({ responses }: DocumentPlace): BoundRules[] {
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

function fieldParts({ responses }: DocumentPlace): BoundRules[] {
  const fields = new Map<string, Set<RuleId>>();
  for (const { headers } of responses.values()) {
    for (const { name, rules } of headers) fields.set(name, new Set([...(fields.get(name) ?? []), ...rules]));
  }
  return [...fields].flatMap(([part, rules]) =>
    rules.size > 0 ? [{ part, isField: true, rules: [...rules] }] : [],
  );
}
