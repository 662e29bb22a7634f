/** Checks that exactly one of several competing writes is performed. */
import { expectOfRace, isDecided, type Race, type RaceRequest } from "./race.ts";

/**
 * Of writes of which only one may be performed, exactly one must have been.
 * @param losers statuses of those that were not performed, given the one that was
 * @returns whether the server did as it should, and not only gave way
 */
export function expectOneWinner(
  race: Race,
  moves: readonly RaceRequest[],
  losers: (loser: RaceRequest, winner: RaceRequest) => number[],
): boolean {
  const winners = moves.filter(({ answer }) => answer.ok);
  const [winner] = winners;
  const decided = moves.every(({ answer }) => isDecided(answer));
  const right = winners.length === 1 || (winners.length === 0 && !decided);
  // The exchange that is shown is one that should not have been performed.
  const shown = race.moves.toSorted((a, b) => Number(a.answer.ok) - Number(b.answer.ok));
  expectOfRace(
    shown,
    right,
    `one of ${moves.length} requests to be performed`,
    `${winners.length} performed`,
  );
  if (!winner) return false;
  for (const loser of moves.filter((move) => move !== winner && isDecided(move.answer))) {
    const statuses = losers(loser, winner);
    const { status } = loser.answer;
    const expected = `${loser.client} to be answered ${statuses.join(" or ")} where ${winner.client} won`;
    expectOfRace(race.moves, statuses.includes(status), expected, String(status));
  }
  // The others were under way beside it, whether they were refused or not.
  return moves.some((move) => move !== winner && move.sent < winner.answered && isDecided(move.answer));
}
