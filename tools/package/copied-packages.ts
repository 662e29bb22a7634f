import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { buildSync } from "esbuild";

/**
 * Packages that the package holds a copy of: it needs a small part of them, and a user would install 4 MB for it.
 * Everything else is a dependency, so that a user gets its updates.
 */
const COPIED = ["hono", "@hono/node-server"];
const FOLDER = "vendor";
const IMPORT = new RegExp(`(from |import\\()"((?:${COPIED.join("|")})(?:/[\\w/-]+)?)"`, "g");

/** Makes imports of the copied packages lead to the copies, and remembers which there are. */
export class CopiedPackages {
  readonly #out: string;
  readonly #wanted = new Set<string>();

  /** @param out folder of what was compiled */
  constructor(out: string) {
    this.#out = out;
  }

  /**
   * Replaces the imports in a compiled file.
   * @param path where the file will be
   */
  redirect(text: string, path: string): string {
    return text.replaceAll(IMPORT, (_, before: string, name: string) => {
      this.#wanted.add(name);
      const target = relative(dirname(path), join(this.#out, FOLDER, fileOf(name)));
      return `${before}"${target.startsWith(".") ? target : `./${target}`}.js"`;
    });
  }

  /** Writes the copies of what was imported, each with the licence of its package. */
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
