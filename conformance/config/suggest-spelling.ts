import { closestMatch } from "leven";

/** Longer than any key; nobody mistypes so much. */
const LONGEST = 40;

/** What somebody may have meant, as a sentence with a space before it; "" where nothing is close. */
export function guess(given: unknown, known: readonly string[]): string {
  if (typeof given !== "string" || given.length > LONGEST) return "";
  const isSame = (name: string) => name.toLowerCase() === given.toLowerCase();
  const maxDistance = Math.min(3, Math.ceil(given.length / 2));
  const found = known.find(isSame) ?? closestMatch(given, known, { maxDistance });
  return found === undefined ? "" : ` Did you mean "${found}"?`;
}
