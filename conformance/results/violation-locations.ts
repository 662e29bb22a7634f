import type { RuleId } from "../../generated/rules.ts";
import { exchangesById, exchangesOf } from "./exchange-text.ts";
import type { Exchange, RuleResult } from "./model.ts";
import { isSeenBroken } from "./verdict.ts";

/** Where on the wire a rule was seen violated. */
export interface Sighting {
  rule: RuleId;
  /** `operationId`; null where the request aimed at no operation of the document. */
  operation: string | null;
  /** null where no response arrived. */
  status: number | null;
}

/**
 * Where each violated or inconsistent rule was seen violated, each place once: in the exchange that its violation
 * names, and in every exchange in which the contract layer noticed.
 */
export function sightings(results: readonly RuleResult[]): Sighting[] {
  const exchanges = exchangesById(results);
  const found = new Map<string, Sighting>();
  const see = (rule: RuleId, { operation, response }: Exchange) => {
    const status = response?.status ?? null;
    found.set(JSON.stringify([rule, operation, status]), { rule, operation, status });
  };
  const broken = new Set<RuleId>();
  for (const { rule, outcome, violation } of results) {
    if (!isSeenBroken(outcome)) continue;
    broken.add(rule);
    const shown = violation?.exchange == null ? undefined : exchanges.get(violation.exchange);
    if (shown) see(rule, shown);
  }
  if (broken.size === 0) return [];
  for (const exchange of exchangesOf(results)) {
    for (const { rule } of exchange.findings) if (broken.has(rule)) see(rule, exchange);
  }
  return [...found.values()];
}
