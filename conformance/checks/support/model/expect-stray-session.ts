/** Checks the answer to a request in an ended session or in one of another account. */
import type { Answer } from "../../../exchange/answer.ts";
import type { Lease } from "./model-session.ts";
import type { World } from "./model-world.ts";

/**
 * The answer to a request with an ended session or another account's must be a 410 (session.ended.*). It must also say
 * how the session ended, as long as a server has to remember that.
 * @param others other allowed statuses, for other reasons
 */
export function expectStray(
  world: World,
  answer: Answer,
  lease: Lease,
  others: readonly number[] = [],
): void {
  const foreign = !world.leases.includes(lease);
  const why = foreign ? ": the session is of another account" : ": the session has ended";
  world.count("late");
  world.expectStatus("session", answer, [410, ...others], why);
  if (answer.status !== 410 || answer.exchange.request.method === "HEAD") return;
  const { outcome, version } = Object(answer.json) as { outcome?: unknown; version?: unknown };
  const forgotten = answer.exchange.startedAt / 1000 > lease.ended + world.bounds.remembered;
  if (!world.judges("session") || (forgotten && !foreign)) return;
  const wanted = foreign ? "unknown" : lease.outcome;
  if (outcome === wanted && (outcome !== "committed" || version === lease.committed)) return;
  const committed = foreign || lease.committed === null ? "" : ` with the version ${lease.committed}`;
  world.fail(
    "session",
    `the outcome after ${answer.asked} to be ${wanted}${committed}`,
    `${outcome} with the version ${version}`,
    answer,
  );
}
