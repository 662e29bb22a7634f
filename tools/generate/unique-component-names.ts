import { type Bundle, SpecError } from "./bundle.ts";

/**
 * Refuses a document in which components of two kinds share a name: a generator of code makes a type of each, and
 * some write each to a file, whose names differ by more than case.
 * @throws {SpecError} that names both
 */
export function requireUniqueNames({ components = {} }: Bundle): void {
  const places = new Map<string, string>();
  for (const [kind, named] of Object.entries(components as Record<string, Record<string, unknown>>)) {
    for (const name of Object.keys(named)) {
      const place = `components/${kind}/${name}`;
      const other = places.get(name.toLowerCase());
      if (other !== undefined) throw new SpecError(`${other} and ${place} have the same name.`);
      places.set(name.toLowerCase(), place);
    }
  }
}
