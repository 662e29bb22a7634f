import { UsageError } from "../../conformance/results/errors.ts";
import { CANARY, type RepeatedText, repeatedText } from "./arbitraries.ts";
import type { Parser, ParserOutput } from "./parsers.ts";

/** The invariants that every parser of foreign text must keep, and their checks. */

/** Characters that could deceive a terminal or a reader. */
const HIDDEN = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}]/u;
/** Markup that no page of this project has. */
const FOREIGN = /<(?:img|iframe|object)\b/i;

/** The result of one input. */
export interface ParseResult {
  refused: boolean;
  milliseconds: number;
}

/**
 * Gives one input to a parser and checks its output.
 * @throws Error if it breaks an invariant: an error that is not a `UsageError`, or a secret, markup or hidden characters
 */
export async function checkInvariants(parser: Parser, input: unknown): Promise<ParseResult> {
  const began = performance.now();
  let shown: ParserOutput;
  let refused = false;
  try {
    shown = await parser.parse(input as never);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // The command escapes every message.
    shown = { kept: error.message };
    refused = true;
  }
  const milliseconds = performance.now() - began;
  const { kept = "", plain = "", html = "" } = shown;
  if (parser.hidesSecrets && `${kept}${plain}${html}`.includes(CANARY)) throw new Error("a secret is shown");
  if (HIDDEN.test(plain))
    throw new Error(`a character is hidden: ${JSON.stringify(HIDDEN.exec(plain)?.[0])}`);
  if (HIDDEN.test(html)) throw new Error("a character is hidden in the page");
  if (FOREIGN.test(html)) throw new Error("markup is left in the page");
  return { refused, milliseconds };
}

const LENGTHS = [4_000, 32_000] as const;
/** Linear time grows eightfold. The rest allows for inexact measurements. */
const MOST_GROWTH = 32;
/** A shorter time cannot be measured exactly. */
const LEAST_MS = 60;

/**
 * Checks that the time of a parser grows no faster than its text.
 * @param by the text to repeat
 * @param measure returns the milliseconds for a text
 * @throws Error if the time grows faster in each of three attempts
 */
export async function checkLinearTime(
  { pump }: Pick<Parser, "pump">,
  by: RepeatedText,
  measure = timeOf,
): Promise<void> {
  if (pump === null) return;
  let measured = "";
  for (let attempt = 0; attempt < 3; attempt++) {
    const [short, long] = [
      await measure(pump, repeatedText(by, LENGTHS[0])),
      await measure(pump, repeatedText(by, LENGTHS[1])),
    ];
    if (long < LEAST_MS || long < short * MOST_GROWTH) return;
    measured = `${Math.round(short)} ms for ${LENGTHS[0]} characters, ${Math.round(long)} ms for ${LENGTHS[1]}`;
  }
  throw new Error(`the time grows faster than the text: ${measured}`);
}

/** Milliseconds of processor time, on which other processes have no influence. */
async function timeOf(pump: (text: string) => unknown, text: string): Promise<number> {
  const before = process.cpuUsage();
  try {
    await pump(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
