/** Replaces `${VARIABLE}` in a configuration by environment variables. */
import { UsageError } from "../results/errors.ts";
import type { At, Path } from "./location.ts";

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * Replaces `${NAME}` by environment variables, so that the file needs no secrets.
 * @returns the new value, and the names of the variables
 * @throws UsageError for variables that are not set
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
  throw new UsageError(`${missing.join("\n")}\nSet each missing variable, or write the value there.`);
}
