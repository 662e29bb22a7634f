/** Lines for a terminal about the causes to fix first. */
import {
  type ExchangeIndex,
  type RuleSentences,
  requestLine,
  statusLine,
} from "../../results/format-exchange.ts";
import { plural, visible, wrap } from "../../results/format-text.ts";
import type { Cause } from "../../results/report-model.ts";
import type { Colors } from "./colors.ts";

/** Rules named for each cause. */
const MOST_NAMED = 5;

interface LineOptions {
  colors: Colors;
  /** Width to wrap to. */
  columns: number;
}

/** Each cause with the rules that it holds back, the rule that states the requirement, and the command to run. */
export function causeLines(
  causes: readonly Cause[],
  exchanges: ExchangeIndex,
  sentences: RuleSentences,
  { colors, columns }: LineOptions,
): string[] {
  return causes.flatMap(({ text, rule, rules, exchange, command }, index) => {
    const shown = exchange === null ? undefined : exchanges.get(exchange);
    const more = rules.length > MOST_NAMED ? ` and ${rules.length - MOST_NAMED} more` : "";
    const held = `${rules.slice(0, MOST_NAMED).join(", ")}${more}`;
    const indented = (paragraph: string) =>
      wrap(visible(paragraph), columns - 5).map((line) => `     ${line}`);
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
