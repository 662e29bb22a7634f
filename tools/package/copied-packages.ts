import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { buildSync } from "esbuild";

/** Copies parts of dependencies into the npm package. */

/**
 * The copied packages: only a small part of them is needed, and a user would install 4 MB for it. All others are
 * dependencies, so that users get their updates.
 */
const COPIED = ["hono", "@hono/node-server"];
const FOLDER = "vendor";
const IMPORT = new RegExp(`(from |import\\()"((?:${COPIED.join("|")})(?:/[\\w/-]+)?)"`, "g");

/** Redirects imports of the copied packages to the copies, and writes the copies. */
export class CopiedPackages {
  readonly #out: string;
  readonly #wanted = new Set<string>();

  /** @param out folder of the compiled files */
  constructor(out: string) {
    this.#out = out;
  }

  /**
   * Replaces the imports in a compiled file.
   * @param path the path of the file
   */
  redirect(text: string, path: string): string {
    return text.replaceAll(IMPORT, (_, before: string, name: string) => {
      this.#wanted.add(name);
      const target = relative(dirname(path), join(this.#out, FOLDER, fileOf(name)));
      return `${before}"${target.startsWith(".") ? target : `./${target}`}.js"`;
    });
  }

  /** Writes copies of the imported packages, with their licences. */
  write(root: string): void {
    if (this.#wanted.size === 0) return;
    buildSync({
      entryPoints: Object.fromEntries([...this.#wanted].map((name) => [fileOf(name), name])),
      absWorkingDir: root,
      outdir: join(this.#out, FOLDER),
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20.19",
      banner: { js: COPIED.map((name) => licence(root, name)).join("\n") },
    });
  }
}

function fileOf(name: string): string {
  return name.replaceAll(/[^\w]+/g, "-").replace(/^-/, "");
}

function licence(root: string, name: string): string {
  const folder = join(root, "node_modules", name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  return `/*! Parts of ${name} ${version}\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n*/`;
}
