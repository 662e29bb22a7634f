import { check } from "recheck";
import type { Pattern } from "./find-patterns.ts";

/** Time limit for the proof of one pattern; the slowest proof takes a second. */
const TIMEOUT_MS = 600_000;

/**
 * Proves that a regular expression takes linear time for every text. The proof uses the automaton of the pattern and
 * tries no texts, so a pattern without a proof has to be rewritten.
 * @returns null if linear time is proved, else the reason why not
 */
export async function whyNotLinear({
  source,
  flags,
}: Pick<Pattern, "source" | "flags">): Promise<string | null> {
  // A sticky pattern matches at one position only, as a pattern with ^ does.
  const isSticky = flags.includes("y");
  const [anchored, otherFlags] = isSticky
    ? [`^(?:${source})`, flags.replaceAll(/[yg]/g, "")]
    : [source, flags];
  const proof = await check(anchored, otherFlags, {
    checker: "automaton",
    timeout: TIMEOUT_MS,
    logger: null as never,
  });
  if (proof.status === "safe") return null;
  if (proof.status === "unknown") return `no proof is possible: ${proof.error.kind}`;
  return `${proof.complexity.summary}, e.g. for ${proof.attack.pattern}`;
}
