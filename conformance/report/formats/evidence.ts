import pc from "picocolors";
import { exchangesById, type RuleSentences } from "../../results/format-exchange.ts";
import { shorten, visible } from "../../results/format-text.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { isSeenViolated } from "../../results/verdict.ts";
import { violationLines } from "../terminal/violation.ts";

const PLAIN = { colors: pc.createColors(false), columns: 100 };
/** A server chooses how long what it sends is, and the file is to be read by people. */
const LENGTH = 20_000;

/**
 * Tells what was seen of a rule as the terminal does: its sentence, what was expected and what came, the requests
 * that lead there, the exchange that shows it and the command that repeats it.
 *
 * @returns a function that gives lines joined by `\n`, without control characters
 */
export function teller({ results }: Report, sentences: RuleSentences): (result: RuleResult) => string {
  const exchanges = exchangesById(results);
  return (result) => {
    if (isSeenViolated(result.outcome)) {
      const [, ...lines] = violationLines(result, exchanges, sentences, PLAIN);
      return shorten(lines.map((line) => line.replace(/^ {2}/, "")).join("\n"), LENGTH);
    }
    const text = [sentences[result.rule]?.text, result.reason].filter((part) => part).join("\n");
    return shorten(visible(text, { lines: true }), LENGTH);
  };
}
