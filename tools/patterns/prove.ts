import { check } from "recheck";
import type { Pattern } from "./find.ts";

/** Of one pattern; the slowest proof takes a second. */
const LONGEST_MS = 600_000;

/**
 * Proves that a pattern takes a time that is linear in the length of the text, whatever the text is: by its automaton,
 * and not by trying some texts, so that a pattern of which nothing can be proved has to become another one.
 * @returns null where it is proved, else the reason
 */
export async function whyNotLinear({
  source,
  flags,
}: Pick<Pattern, "source" | "flags">): Promise<string | null> {
  // A sticky pattern begins at one place, as one does that begins with ^.
  const isSticky = flags.includes("y");
  const [whole, others] = isSticky ? [`^(?:${source})`, flags.replaceAll(/[yg]/g, "")] : [source, flags];
  const found = await check(whole, others, {
    checker: "automaton",
    timeout: LONGEST_MS,
    logger: null as never,
  });
  if (found.status === "safe") return null;
  if (found.status === "unknown") return `nothing can be proved of it: ${found.error.kind}`;
  return `${found.complexity.summary}, e.g. for ${found.attack.pattern}`;
}
