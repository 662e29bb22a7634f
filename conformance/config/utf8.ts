import { readFileSync } from "node:fs";
import { UsageError } from "../results/errors.ts";

/** Octets at the beginning that show an encoding of two octets a character: a mark, or every other one being 0. */
const MOST_LOOKED_AT = 64;

/**
 * Reads a file that a person wrote.
 * @throws UsageError that names another encoding; a decoder would silently make another text of it
 */
export function readUtf8(file: string): string {
  let octets: Buffer;
  try {
    octets = readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file}: cannot be read: ${(error as Error).message}`);
  }
  return decoded(file, octets);
}

/**
 * The text of such a file.
 * @throws UsageError as `readUtf8`
 */
export function decoded(file: string, octets: Buffer): string {
  if (isUtf16(octets)) throw new UsageError(`${file}: is in UTF-16. Write it in UTF-8.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    throw new UsageError(
      `${file}: is not in UTF-8, but in another encoding, such as Latin-1. Write it in UTF-8.`,
    );
  }
}

function isUtf16(octets: Buffer): boolean {
  const [first = 0, second = 0] = octets;
  const isMarked = (first === 255 && second === 254) || (first === 254 && second === 255);
  return isMarked || octets.subarray(0, MOST_LOOKED_AT).includes(0);
}
