import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { UsageError } from "../results/errors.ts";

/** Where the documentation goes unless a folder is named, and where pages of rules are looked for. */
export const DOCS_FOLDER = "sync2-docs";

/** Of the package: all files of the documentation, as a JSON map of paths to texts. */
const ARCHIVE = fileURLToPath(new URL("../../docs.json.br", import.meta.url));

/**
 * `sync2 docs`: writes the documentation that the package holds.
 * @returns path of its first page
 * @throws UsageError where there is none, or something else is in the folder
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

/** Whether a folder, or a file in its place, holds something that is not this documentation. */
function isOccupied(folder: string): boolean {
  if (!existsSync(folder)) return false;
  if (existsSync(join(folder, "llms.txt")) && existsSync(join(folder, "rules.json"))) return false;
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return true;
  }
}
