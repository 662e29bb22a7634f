import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runRedocly } from "../../../redocly/run-redocly.ts";
import { between } from "./text.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const DOCUMENT = join(ROOT, "generated/openapi.json");
const CONFIG = join(import.meta.dirname, "../redocly.yaml");

/** What `redocly build-docs` makes of the document, taken apart. */
export interface Rendered {
  /** The container with what Redoc shows first, which it brings to life. */
  container: string;
  css: string;
  /** Redoc itself: the text of an ES module, which has a function `hydrate`. */
  bundle: string;
  /** JSON of the document, its rules in its descriptions, and of Redoc's options. */
  document: string;
  options: string;
}

/**
 * Renders the reference with Redoc.
 * @throws {Error} when Redocly fails, or its page is not built as it was
 */
export async function render(): Promise<Rendered> {
  const folder = await mkdtemp(join(tmpdir(), "sync2-reference-"));
  try {
    const file = join(folder, "reference.html");
    const args = ["build-docs", DOCUMENT, `--output=${file}`, `--config=${CONFIG}`, "--inlineBundle"];
    const { status, stderr } = runRedocly(args, folder);
    if (status !== 0) throw new Error(`The reference cannot be rendered.\n\n${stderr}`);
    return taken(await readFile(file, "utf8"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Takes the page of `redocly build-docs` apart. */
export function taken(page: string): Rendered {
  const script = between(page, '<script type="module">', "</script>", "its script");
  return {
    container: between(page, '<div id="redoc">', '<script type="module">', "its container", true).trim(),
    css: styles(page),
    bundle: between(script, "", "const __redoc_definition = ", "its bundle"),
    document: between(script, "const __redoc_definition = ", ";\n", "its document"),
    options: between(script, "const __redoc_options = ", ";\n", "its options"),
  };
}

function styles(page: string): string {
  const css = between(page, '<style data-styled="true"', "</style>", "its styles");
  return css.slice(css.indexOf(">") + 1);
}
