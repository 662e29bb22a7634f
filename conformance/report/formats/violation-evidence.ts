/** Formats the evidence of a result as plain text, for formats that hold one text for each rule. */
import pc from "picocolors";
import { exchangesById, type RuleSentences } from "../../results/format-exchange.ts";
import { shorten, visible } from "../../results/format-text.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { isSeenViolated } from "../../results/verdict.ts";
import { violationLines } from "../terminal/violation-lines.ts";

const PLAIN_TEXT = { colors: pc.createColors(false), columns: 100 };
/** Bounds the text for its reader, since the server decides how much it sends. */
const MAX_LENGTH = 20_000;

/**
 * Formats the evidence of a rule as the terminal does: its sentence, the expected and the actual answer, the requests
 * that lead there, the exchange that shows it and the command that repeats it.
 *
 * @returns a function that makes lines joined by `\n`, without control characters
 */
export function evidenceFormatter(
  { results }: Report,
  sentences: RuleSentences,
): (result: RuleResult) => string {
  const exchanges = exchangesById(results);
  return (result) => {
    if (isSeenViolated(result.outcome)) {
      const [, ...lines] = violationLines(result, exchanges, sentences, PLAIN_TEXT);
      return shorten(lines.map((line) => line.replace(/^ {2}/, "")).join("\n"), MAX_LENGTH);
    }
    const text = [sentences[result.rule]?.text, result.reason].filter((part) => part).join("\n");
    return shorten(visible(text, { lines: true }), MAX_LENGTH);
  };
}
