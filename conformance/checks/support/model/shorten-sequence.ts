/** Shortens a failing sequence by leaving commands out. */
import type { Account } from "../../../exchange/account.ts";
import type { Attempts, Failure } from "./sequence-attempts.ts";
import { sideBySide } from "./side-by-side.ts";

const MOST_MS = 14_000;
/** Number of parts that a sequence is divided into at first; the last parts are single commands. */
const PARTS = 8;
/** Commands of a sequence that is short enough. */
const SHORT = 3;

/**
 * Shortens a failing sequence by leaving parts out: each part alone, then several of the superfluous parts together, in
 * all accounts at once (after Zeller and Hildebrandt's delta debugging).
 */
export async function shorten(attempts: Attempts, accounts: readonly Account[]): Promise<void> {
  const until = performance.now() + MOST_MS;
  const isOver = () => attempts.broken !== null || performance.now() > until || lengthOf(attempts) <= SHORT;
  let size = Math.ceil(lengthOf(attempts) / PARTS);
  while (!isOver()) {
    const before = lengthOf(attempts);
    await leaveOut(parts(before, size), attempts, accounts, isOver);
    // A part may become superfluous when others are gone, so all are tried again.
    if (lengthOf(attempts) < before) continue;
    if (size <= 1) return;
    size = Math.ceil(size / 2);
  }
}

function lengthOf({ shortest }: Attempts): number {
  return shortest?.commands.length ?? 0;
}

/** Divides the indexes of a sequence into ranges. */
function parts(length: number, size: number): Set<number>[] {
  const count = Math.ceil(length / size);
  return Array.from(
    { length: count },
    (_, part) => new Set(Array.from({ length: size }, (_, index) => part * size + index)),
  );
}

async function leaveOut(
  all: readonly Set<number>[],
  attempts: Attempts,
  accounts: readonly Account[],
  isOver: () => boolean,
): Promise<void> {
  const commands = attempts.shortest?.commands ?? [];
  const without = (out: ReadonlySet<number>) => commands.filter((_, index) => !out.has(index));
  const superfluous: Set<number>[] = [];
  for (let next = 0; next < all.length && !isOver(); next += accounts.length) {
    const some = all.slice(next, next + accounts.length);
    const failures = await sideBySide(some.map(without), accounts, attempts);
    superfluous.push(...some.filter((_, index) => takeShorter(attempts, failures[index])));
  }
  // Not all of them may go at once: a part may be needed if another is gone.
  const tries = halves(superfluous).filter((part) => part.size > 1);
  for (let next = 0; next < tries.length && !isOver(); next += accounts.length) {
    const some = tries.slice(next, next + accounts.length);
    const failures = await sideBySide(some.map(without), accounts, attempts);
    if (failures.filter((failure) => takeShorter(attempts, failure)).length > 0) return;
  }
}

/** The union of all sets, then of their halves, quarters and eighths. */
function halves(all: readonly Set<number>[]): Set<number>[] {
  return [1, 2, 4, 8].flatMap((count) => {
    const size = Math.max(1, Math.ceil(all.length / count));
    return Array.from(
      { length: Math.ceil(all.length / size) },
      (_, part) => new Set(all.slice(part * size, (part + 1) * size).flatMap((set) => [...set])),
    );
  });
}

/** Whether a sequence still fails; the shortest failure is kept. */
function takeShorter(attempts: Attempts, failure: Failure | null | undefined): boolean {
  if (!failure) return false;
  const { shortest } = attempts;
  if (!shortest || failure.commands.length < shortest.commands.length) attempts.take(failure);
  return true;
}
