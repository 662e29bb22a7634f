import { requestLine, statusLine } from "../../results/exchange-text.ts";
import type { Exchange } from "../../results/model.ts";
import { plural } from "../../results/text.ts";
import { Gone } from "../outcomes.ts";
import { RunStopped } from "../stop-signal.ts";
import type { Conclusion, Evidence } from "./conclusion.ts";

/** Exchanges of an attempt without an answer of the server that the attempt may have come to rest on. */
export function lostIn(exchanges: readonly Exchange[]): Exchange[] {
  // What the suite does after a check changes nothing of what that saw.
  return exchanges.filter(({ lost, part }) => lost !== undefined && part?.phase !== "clean-up");
}

/**
 * What is left of a conclusion where answers were lost. A lost answer is no evidence, and whatever an attempt saw after
 * it may be a consequence of the loss, so that no violation rests on such an attempt. Success needs less: it is
 * believed where each lost answer was made up for.
 * @param found what the attempt would come to otherwise
 */
export function discountLostAnswers(
  found: Conclusion,
  { failure, exchanges, disturbed = false }: Evidence,
): Conclusion {
  if (failure instanceof Gone) return { ...found, lost: 1 };
  if (failure instanceof RunStopped) return found;
  const lost = lostIn(exchanges);
  const doubtful = ["violated", "broken", "inconclusive"].includes(found.outcome);
  const isOpen = lost.some(({ again }) => !again);
  if (!isOpen && !(doubtful && (lost.length > 0 || disturbed))) return found;
  return inconclusive(lost);
}

/** A rule of which nothing but lost answers is known. */
export function inconclusive(lost: readonly Exchange[], attempts = 1): Conclusion {
  const outcome = "inconclusive";
  const limited = lost.find((exchange) => exchange.lost === "limit");
  if (limited) return { outcome, reason: sentence(limited), violation: null, lost: lost.length };
  const last = lost.at(-1);
  const tries = attempts > 1 ? ` in ${attempts} attempts` : "";
  const reason = last
    ? `${plural(lost.length, "answer")} got lost${tries}, the last: ${sentence(last)}`
    : "the server was away for a while during the attempt";
  return { outcome, reason, violation: null, lost: Math.max(1, lost.length) };
}

function sentence(exchange: Exchange): string {
  const front = exchange.lost === "foreign" ? ", which is not the answer of a Sync 2.0 server" : "";
  return `${requestLine(exchange)}: ${statusLine(exchange)}${front}`;
}
