import { UsageError } from "../../conformance/results/errors.ts";
import { CANARY, type RepeatedText, repeatedText } from "./arbitraries.ts";
import type { Parser, ParserOutput } from "./parsers.ts";

/** Characters that a terminal or a reader could be fooled by. */
const HIDDEN = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}]/u;
/** Markup that no page of ours has. */
const FOREIGN = /<(?:img|iframe|object)\b/i;

/** What came of one input. */
export interface ParseResult {
  refused: boolean;
  milliseconds: number;
}

/**
 * Gives one input to a parser.
 * @throws where it breaks a law: another error than a refusal, a secret in what is shown, markup, or hidden characters
 */
export async function checkInvariants(parser: Parser, input: unknown): Promise<ParseResult> {
  const began = performance.now();
  let shown: ParserOutput;
  let refused = false;
  try {
    shown = await parser.parse(input as never);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // The command makes it harmless as a whole.
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
/** Of a linear time eight; the rest is for what is not measured exactly. */
const MOST_GROWTH = 32;
/** Less than this is not measured exactly at all. */
const LEAST_MS = 60;

/**
 * Sees how the time grows with a text.
 * @param measure gives the milliseconds that a text takes
 * @throws where it grows faster than the text does, each of three times
 */
export async function checkLinearTime(
  { pump }: Pick<Parser, "pump">,
  by: RepeatedText,
  measure = timeOf,
): Promise<void> {
  if (pump === null) return;
  let told = "";
  for (let attempt = 0; attempt < 3; attempt++) {
    const [short, long] = [
      await measure(pump, repeatedText(by, LENGTHS[0])),
      await measure(pump, repeatedText(by, LENGTHS[1])),
    ];
    if (long < LEAST_MS || long < short * MOST_GROWTH) return;
    told = `${Math.round(short)} ms for ${LENGTHS[0]} characters, ${Math.round(long)} ms for ${LENGTHS[1]}`;
  }
  throw new Error(`the time grows faster than the text: ${told}`);
}

/** Milliseconds of the processor, which others at work on this machine do not change. */
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
