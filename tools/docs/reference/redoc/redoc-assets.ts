// Makes the files of the reference from the output of Redoc.
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { bundle } from "../../shell/bundle-asset.ts";
import type { Asset } from "../../site-model.ts";
import { applyPatches } from "./patch-text.ts";
import { BUNDLE, CONTAINER, STYLES } from "./redoc-patches.ts";
import type { RenderedRedoc } from "./render-redoc.ts";

const CLIENT = join(import.meta.dirname, "../client");
const STYLE = join(import.meta.dirname, "../style/reference.css");

/** Makes the content of the page until the script runs, or without scripts. */
export function containerMarkup({ container }: RenderedRedoc): string {
  return applyPatches(container, CONTAINER);
}

/**
 * Makes the files of the page. All scripts are classic ones, and one of them assigns the document to a global variable,
 * since modules and `fetch` do not work from disk.
 */
export async function redocAssets(rendered: RenderedRedoc): Promise<Asset[]> {
  const redoc = applyPatches(rendered.bundle, BUNDLE);
  return [
    {
      path: "assets/reference.css",
      content: await bundle(STYLE, {
        plugins: [textModule("redoc-styles", applyPatches(rendered.css, STYLES), "css")],
      }),
    },
    {
      path: "assets/reference.js",
      content: await bundle(join(CLIENT, "reference.ts"), {
        external,
        plugins: [textModule("redoc", redoc, "js")],
      }),
    },
    {
      path: "assets/reference-document.js",
      content: `globalThis.syncReference={document:${rendered.document},options:${rendered.options}};\n`,
    },
  ];
}

/** Modules that Redoc's bundle imports only in Node.js. */
const external = ["worker_threads", "node:*", "crypto", "fs", "path"];

/** A plugin that lets the entry import a text as a module of this name. */
function textModule(name: string, contents: string, loader: "js" | "css"): Plugin {
  return {
    name,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: "provided" }));
      onLoad({ filter: /./, namespace: "provided" }, () => ({ contents, loader }));
    },
  };
}
