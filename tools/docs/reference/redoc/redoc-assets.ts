import { join } from "node:path";
import type { Plugin } from "esbuild";
import { bundle } from "../../shell/bundle-asset.ts";
import type { Asset } from "../../site-model.ts";
import { applyPatches } from "./patch-text.ts";
import { BUNDLE, CONTAINER, STYLES } from "./redoc-patches.ts";
import type { RenderedRedoc } from "./render-redoc.ts";

const CLIENT = join(import.meta.dirname, "../client");
const STYLE = join(import.meta.dirname, "../style/reference.css");

/** The container that goes into the page: what is seen until the script runs, and where no script does. */
export function container({ container }: RenderedRedoc): string {
  return applyPatches(container, CONTAINER);
}

/**
 * The files of the page. The script is a classic one and the document another that assigns to a global, since from
 * disk neither modules nor `fetch` work.
 */
export async function redocAssets(rendered: RenderedRedoc): Promise<Asset[]> {
  const redoc = applyPatches(rendered.bundle, BUNDLE);
  return [
    {
      path: "assets/reference.css",
      content: await bundle(STYLE, {
        plugins: [provided("redoc-styles", applyPatches(rendered.css, STYLES), "css")],
      }),
    },
    {
      path: "assets/reference.js",
      content: await bundle(join(CLIENT, "reference.ts"), {
        external,
        plugins: [provided("redoc", redoc, "js")],
      }),
    },
    {
      path: "assets/reference-document.js",
      content: `globalThis.syncReference={document:${rendered.document},options:${rendered.options}};\n`,
    },
  ];
}

/** Redoc's bundle has code for Node.js in it, which a browser never reaches. */
const external = ["worker_threads", "node:*", "crypto", "fs", "path"];

/** Lets the entry import a text as if it were a file of that name. */
function provided(name: string, contents: string, loader: "js" | "css"): Plugin {
  return {
    name,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: "provided" }));
      onLoad({ filter: /./, namespace: "provided" }, () => ({ contents, loader }));
    },
  };
}
