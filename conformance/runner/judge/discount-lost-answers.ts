import { requestLine, statusLine } from "../../results/format-exchange.ts";
import { plural } from "../../results/format-text.ts";
import type { Exchange } from "../../results/report-model.ts";
import { Gone } from "../outcomes.ts";
import { RunStopped } from "../stop-signal.ts";
import type { Conclusion, Evidence } from "./conclusion.ts";

/** The exchanges of an attempt that lost their answer, without those after the check. */
export function lostIn(exchanges: readonly Exchange[]): Exchange[] {
  // Clean-up happens after the check, so it changes nothing of what the check saw.
  return exchanges.filter(({ lost, part }) => lost !== undefined && part?.phase !== "clean-up");
}

/**
 * Takes lost answers into account. A lost answer is no evidence, and everything later in the attempt may be its
 * consequence, so such an attempt shows no violation. A success counts if each request with a lost answer was repeated.
 * @param found the conclusion without regard to lost answers
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

/** The conclusion if only lost answers are known of a rule. */
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
