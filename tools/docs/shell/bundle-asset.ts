// Bundles scripts and style sheets of the site.
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";

const BANNER =
  "/* Documentation of Sync 2.0, Apache-2.0. The search is MiniSearch, (c) Luca Ongaro, MIT licence. */";

/**
 * Bundles a script with its imports as a classic script, since modules do not load from disk. Its names are not global.
 * @param file path of the entry
 */
export async function bundleScript(file: string): Promise<string> {
  return bundle(file, { banner: { js: BANNER } });
}

/** Bundles a style sheet with its imports. */
export async function bundleStyle(file: string): Promise<string> {
  return bundle(file, {});
}

/**
 * Bundles an entry with esbuild to a classic script or a style sheet.
 * @throws Error if esbuild makes no output
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
