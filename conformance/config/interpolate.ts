import { UsageError } from "../results/errors.ts";
import type { At, Path } from "./location.ts";

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * Fills in environment variables, so that secrets need not stand in the file.
 * @returns the value, and the names of the variables
 * @throws UsageError for each that is not set
 */
export function interpolate<T>(
  value: T,
  at: At,
  env: NodeJS.ProcessEnv,
): { value: T; variables: ReadonlySet<string> } {
  const variables = new Set<string>();
  const missing: string[] = [];
  const fill = (item: unknown, path: Path): unknown => {
    if (typeof item === "string") {
      return item.replaceAll(VARIABLE, (_, name: string) => {
        variables.add(name);
        const found = env[name];
        if (!found) missing.push(`${at(...path)}: the environment variable ${name} is not set.`);
        return found ?? "";
      });
    }
    if (Array.isArray(item)) return item.map((entry, index) => fill(entry, [...path, index]));
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, entry]) => [key, fill(entry, [...path, key])]));
  };
  const filled = fill(value, []) as T;
  if (missing.length === 0) return { value: filled, variables };
  throw new UsageError(`${missing.join("\n")}\nSet what is missing, or write the value there.`);
}
