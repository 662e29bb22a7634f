import { cpSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { compileSources, declare } from "./compile-sources.ts";

/** Builds the files of the npm package. */

/** The entry points, as in `exports` of package.json. */
const PUBLIC = ["conformance/index.ts", "conformance/vitest.ts", "generated/api.ts", "generated/rules.ts"];

const CONFIG = "tools/package/tsconfig.json";

/**
 * Makes JavaScript, declarations, and the other files that the code reads at run time, in the folders of the sources.
 * @param root folder of the project
 * @param out folder of the result, which is emptied first
 */
export function buildPackage(root: string, out: string): void {
  buildCommand(root, out);
  declare(join(root, CONFIG), PUBLIC, { root, out });
}

/** The same without declarations, which take most of the time: enough for a program that starts the command. */
export function buildCommand(root: string, out: string): void {
  rmSync(out, { recursive: true, force: true });
  const imported = compileSources(join(root, CONFIG), { root, out });
  const isAsset = (path: string) => !/\.(ts|json)$|\/test$|\/sync2\.js$/.test(path);
  cpSync(join(root, "conformance"), join(out, "conformance"), { recursive: true, filter: isAsset });
  for (const path of imported) writeFileSync(join(out, `${path}.js`), jsonModule(path, { root, out }));
}

/** A module that reads a JSON file from the place where the sources have it, so that the package has one copy. */
function jsonModule(path: string, { root, out }: { root: string; out: string }): string {
  const up = relative(dirname(join(out, path)), join(root, path));
  return [
    'import { readFileSync } from "node:fs";',
    `export default JSON.parse(readFileSync(new URL("${up}", import.meta.url), "utf8"));`,
    "",
  ].join("\n");
}
