import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** Much the same for all pages, so that a window over all of them finds most of each in another. */
const PARAMS = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };

/**
 * Puts the documentation into one file, which is a twentieth of its size: `sync2 docs` writes it out again.
 * @param folder documentation that was built, all of it text
 * @param file where a JSON map of paths to texts goes, compressed with Brotli
 */
export function packDocs(folder: string, file: string): void {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = paths.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]);
  writeFileSync(file, brotliCompressSync(JSON.stringify(Object.fromEntries(texts)), { params: PARAMS }));
}
