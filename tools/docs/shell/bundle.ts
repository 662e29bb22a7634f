import { join } from "node:path";
import { build } from "esbuild";

const BANNER =
  "/* Documentation of Sync 2.0, Apache-2.0. The search is MiniSearch, (c) Luca Ongaro, MIT licence. */";

/**
 * A script for the pages, with all that it imports, as a classic one: modules do not load from disk. Its names stay
 * its own.
 * @param file path of the entry
 */
export async function script(file: string): Promise<string> {
  return bundled(file, { js: BANNER });
}

/** A style sheet with all that it imports. */
export async function style(file: string): Promise<string> {
  return bundled(file, {});
}

async function bundled(file: string, banner: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    logLevel: "silent",
    banner,
    outdir: join(import.meta.dirname, "never-written"),
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`${file} made no output.`);
  return output.text;
}
