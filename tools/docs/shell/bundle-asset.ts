import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";

const BANNER =
  "/* Documentation of Sync 2.0, Apache-2.0. The search is MiniSearch, (c) Luca Ongaro, MIT licence. */";

/**
 * A script for the pages, with all that it imports, as a classic one: modules do not load from disk. Its names stay
 * its own.
 * @param file path of the entry
 */
export async function bundleScript(file: string): Promise<string> {
  return bundle(file, { banner: { js: BANNER } });
}

/** A style sheet with all that it imports. */
export async function bundleStyle(file: string): Promise<string> {
  return bundle(file, {});
}

/**
 * What esbuild makes of one entry, for a classic script or a style sheet.
 * @throws Error where it makes nothing
 */
export async function bundle(file: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    logLevel: "silent",
    outdir: join(import.meta.dirname, "never-written"),
    ...options,
    write: false,
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`${file} made no output.`);
  return output.text;
}
