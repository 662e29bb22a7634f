import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { UsageError } from "../results/errors.ts";

/** The default folder for the documentation; `sync2 rules` looks for pages of rules here. */
export const DOCS_FOLDER = "sync2-docs";

/** The documentation in the package: a JSON map of paths to texts, compressed. */
const ARCHIVE = fileURLToPath(new URL("../../docs.json.br", import.meta.url));

/**
 * `sync2 docs`: writes the documentation of the package into a folder.
 * @returns the path of its first page
 * @throws UsageError if the package has none, or the folder contains something else
 */
export function unpackDocs(folder: string, archive = ARCHIVE): string {
  if (!existsSync(archive)) {
    throw new UsageError(
      'There is no documentation in this program, only in the package. In the repository "npm run docs" builds it.',
    );
  }
  if (isOccupied(folder)) {
    throw new UsageError(`${folder}: is there already, and is no such documentation. Name another folder.`);
  }
  const files = JSON.parse(brotliDecompressSync(readFileSync(archive)).toString("utf8")) as Record<
    string,
    string
  >;
  const root = resolve(folder);
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = resolve(root, path);
      if (!file.startsWith(root + sep)) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  } catch (error) {
    throw new UsageError(`${folder}: cannot be written: ${(error as Error).message}. Name another folder.`);
  }
  return join(folder, "index.html");
}

/** Whether a path is a file, or a folder with anything but this documentation. */
function isOccupied(folder: string): boolean {
  if (!existsSync(folder)) return false;
  if (existsSync(join(folder, "llms.txt")) && existsSync(join(folder, "rules.json"))) return false;
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return true;
  }
}
