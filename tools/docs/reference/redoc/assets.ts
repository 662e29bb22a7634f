import { join } from "node:path";
import type { Plugin } from "esbuild";
import type { Asset } from "../../page.ts";
import { bundled } from "../../shell/bundle.ts";
import { BUNDLE, CONTAINER, STYLES } from "./patches.ts";
import type { Rendered } from "./render.ts";
import { patched } from "./text.ts";

const CLIENT = join(import.meta.dirname, "../client");
const STYLE = join(import.meta.dirname, "../style/reference.css");

/** The container that goes into the page: what is seen until the script runs, and where no script does. */
export function container({ container }: Rendered): string {
  return patched(container, CONTAINER);
}

/**
 * The files of the page. The script is a classic one and the document another that assigns to a global, since from
 * disk neither modules nor `fetch` work.
 */
export async function redocAssets(rendered: Rendered): Promise<Asset[]> {
  const redoc = patched(rendered.bundle, BUNDLE);
  return [
    {
      path: "assets/reference.css",
      content: await bundled(STYLE, {
        plugins: [provided("redoc-styles", patched(rendered.css, STYLES), "css")],
      }),
    },
    {
      path: "assets/reference.js",
      content: await bundled(join(CLIENT, "reference.ts"), {
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
