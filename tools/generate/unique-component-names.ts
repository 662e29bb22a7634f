import { type Bundle, SpecError } from "./bundle.ts";

/**
 * Refuses a document in which components of two kinds have the same name, also in another case. Code generators make a
 * type of each component, and some make a file.
 * @throws {SpecError} with both names
 */
export function requireUniqueNames({ components = {} }: Bundle): void {
  const pointers = new Map<string, string>();
  for (const [kind, named] of Object.entries(components as Record<string, Record<string, unknown>>)) {
    for (const name of Object.keys(named)) {
      const pointer = `components/${kind}/${name}`;
      const other = pointers.get(name.toLowerCase());
      if (other !== undefined) throw new SpecError(`${other} and ${pointer} have the same name.`);
      pointers.set(name.toLowerCase(), pointer);
    }
  }
}
