import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** Packs the documentation for the npm package. */

/** Parameters with a large window: the pages are similar, so most of each is found in another. */
const PARAMS = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };

/**
 * Packs the documentation into one file, a twentieth of its size. `sync2 docs` unpacks it.
 * @param folder the built documentation, which consists of texts
 * @param file the result: a JSON map of paths to texts, compressed with Brotli
 */
export function packDocs(folder: string, file: string): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const texts = paths.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]);
  writeFileSync(file, brotliCompressSync(JSON.stringify(Object.fromEntries(texts)), { params: PARAMS }));
}
