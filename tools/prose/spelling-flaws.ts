import { relative } from "node:path";
import { lint } from "cspell";
import type { Flaw } from "./style-flaws.ts";

/**
 * Checks spelling with cspell and its configuration `cspell.config.yaml` in the folder `root`.
 * @param files patterns of files, instead of those of the configuration
 * @throws Error if a file or the configuration cannot be read, or if there is no file to check
 */
export async function spellingFlaws(root: string, files: readonly string[] = []): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  const failures: string[] = [];
  const ignore = () => {};
  const result = await lint(
    [...files],
    { root, config: `${root}/cspell.config.yaml`, showSuggestions: true },
    {
      issue({ uri = "", row, text, isFlagged, suggestions = [] }) {
        const corrections = suggestions.slice(0, 3).join(", ");
        flaws.push({
          file: relative(root, new URL(uri).pathname),
          line: row,
          message: isFlagged
            ? `"${text}": use a plainer word.`
            : `"${text}" is in no dictionary${corrections === "" ? "" : ` (${corrections}?)`}.`,
          by: isFlagged ? "plain-word" : "spelling",
        });
      },
      error(message, error) {
        failures.push(`${message} ${error.message}`);
      },
      info: ignore,
      debug: ignore,
      progress: ignore,
      result: ignore,
    },
  );
  if (failures.length > 0 || result.errors > 0) throw new Error(`cspell failed: ${failures.join("; ")}`);
  if (result.files === 0) throw new Error("cspell found no file to check.");
  return flaws;
}
