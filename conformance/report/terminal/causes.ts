import {
  type ExchangeIndex,
  type RuleSentences,
  requestLine,
  statusLine,
} from "../../results/format-exchange.ts";
import { plural, visible, wrap } from "../../results/format-text.ts";
import type { Cause } from "../../results/report-model.ts";
import type { Colors } from "./colors.ts";

/** Ids of rules that are named. */
const MOST_NAMED = 5;

interface Look {
  colors: Colors;
  /** Width to wrap to. */
  columns: number;
}

/** What to begin with: each cause with the rules that it holds back, the rule that states it, and what to run. */
export function causeLines(
  causes: readonly Cause[],
  exchanges: ExchangeIndex,
  sentences: RuleSentences,
  { colors, columns }: Look,
): string[] {
  return causes.flatMap(({ text, rule, rules, exchange, command }, index) => {
    const shown = exchange === null ? undefined : exchanges.get(exchange);
    const more = rules.length > MOST_NAMED ? ` and ${rules.length - MOST_NAMED} more` : "";
    const held = `${rules.slice(0, MOST_NAMED).join(", ")}${more}`;
    const indented = (said: string) => wrap(visible(said), columns - 5).map((line) => `     ${line}`);
    return [
      "",
      ...wrap(visible(text), columns - 5).map((line, row) =>
        row === 0 ? `  ${colors.bold(`${index + 1}.`)} ${colors.bold(line)}` : `     ${colors.bold(line)}`,
      ),
      ...(rules.length > 0 ? indented(`It holds back ${plural(rules.length, "rule")}: ${held}`) : []),
      ...(rule === null ? [] : indented(`${rule}: ${sentences[rule]?.text ?? ""}`)),
      ...(shown ? [`     ${colors.dim(`${requestLine(shown)}  →  ${statusLine(shown)}`)}`] : []),
      `     ${colors.dim("$")} ${visible(command)}`,
    ];
  });
}
