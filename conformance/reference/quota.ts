/** Performs a write within the quota of its account. */
import { Refusal } from "./problem.ts";
import type { Call } from "./resource.ts";
import { QuotaExceeded } from "./store.ts";
import type { Written } from "./stored-changes.ts";

/**
 * Attempts a write within the quota of a call.
 * @returns the result of the write, and the header fields of its answer
 * @throws Refusal 403 if the usage would be above the quota and higher than before; then nothing is written
 */
export function withinQuota(
  { quota }: Call,
  attempt: (quota: number | null) => Written,
): { written: Written; headers: Record<string, string> } {
  try {
    const written = attempt(quota);
    if (quota === null || written.usage === null) return { written, headers: {} };
    const remaining = Math.max(0, quota - written.usage);
    return { written, headers: { "X-Weave-Quota-Remaining": String(remaining) } };
  } catch (error) {
    if (error instanceof QuotaExceeded) throw new Refusal(403);
    throw error;
  }
}
