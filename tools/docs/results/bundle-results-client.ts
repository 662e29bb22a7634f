// Bundles the script of the results page.
import { STATUS_CODES } from "node:http";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { reportValidatorSource } from "./report-validator-source.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Members of the document that the page does not need, so that it loads less. */
const PROSE = new Set(["text", "description", "summary", "example", "examples", "x-codeSamples"]);

function withoutProse(key: string, value: unknown): unknown {
  return PROSE.has(key) && typeof value !== "object" ? undefined : value;
}

const lighterDocument: Plugin = {
  name: "lighter-document",
  setup({ onLoad }) {
    onLoad({ filter: /generated[/\\]openapi\.json$/ }, async ({ path }) => {
      const { default: document } = await import(path, { with: { type: "json" } });
      return { contents: JSON.stringify(document, withoutProse), loader: "json" };
    });
  },
};

const precompiled: Plugin = {
  name: "report-validator",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^report-validator$/ }, () => ({
      path: "report-validator",
      namespace: "made",
      sideEffects: false,
    }));
    onLoad({ filter: /./, namespace: "made" }, () => ({
      contents: reportValidatorSource(),
      resolveDir: ROOT,
    }));
  },
};

/** Replaces `node:http`, of which a report only needs the reason phrases. */
const phrases: Plugin = {
  name: "status-phrases",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:http$/ }, ({ path }) => ({ path, namespace: "node" }));
    onLoad({ filter: /./, namespace: "node" }, () => ({
      contents: `export const STATUS_CODES = ${JSON.stringify(STATUS_CODES)};`,
    }));
  },
};

const BANNER =
  "/* Documentation of Sync 2.0, Apache-2.0. With parts of Ajv, ajv-formats, Hono and leven, MIT licence. */";

/** Bundles the script of the page as a classic one, since a browser loads no modules from disk. */
export async function bundleResultsClient(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "client/main.ts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify: true,
    banner: { js: BANNER },
    legalComments: "none",
    plugins: [lighterDocument, precompiled, phrases],
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild made no file");
  return file.text;
}
