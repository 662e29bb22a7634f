// Runs `redocly build-docs` and splits its page into parts.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runRedocly } from "../../../redocly/run-redocly.ts";
import { textBetween } from "./patch-text.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const DOCUMENT = join(ROOT, "generated/openapi.json");
const CONFIG = join(import.meta.dirname, "../redocly.yaml");

/** The parts of the page that `redocly build-docs` makes. */
export interface RenderedRedoc {
  /** The rendered document, to which Redoc attaches itself. */
  container: string;
  css: string;
  /** Redoc as the text of an ES module with a function `hydrate`. */
  bundle: string;
  /** JSON of the document, with its rules in its descriptions. `options` is JSON of the options of Redoc. */
  document: string;
  options: string;
}

/**
 * Renders the reference with Redoc.
 * @throws {Error} if Redocly fails, or its page has changed
 */
export async function renderRedoc(): Promise<RenderedRedoc> {
  const folder = await mkdtemp(join(tmpdir(), "sync2-reference-"));
  try {
    const file = join(folder, "reference.html");
    const args = ["build-docs", DOCUMENT, `--output=${file}`, `--config=${CONFIG}`, "--inlineBundle"];
    const { status, stderr } = runRedocly(args, folder);
    if (status !== 0) throw new Error(`The reference cannot be rendered.\n\n${stderr}`);
    return parseRedocPage(await readFile(file, "utf8"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Parses the page of `redocly build-docs`. */
export function parseRedocPage(page: string): RenderedRedoc {
  const script = textBetween(page, '<script type="module">', "</script>", "its script");
  return {
    container: textBetween(page, '<div id="redoc">', '<script type="module">', "its container", true).trim(),
    css: styles(page),
    bundle: textBetween(script, "", "const __redoc_definition = ", "its bundle"),
    document: textBetween(script, "const __redoc_definition = ", ";\n", "its document"),
    options: textBetween(script, "const __redoc_options = ", ";\n", "its options"),
  };
}

function styles(page: string): string {
  const css = textBetween(page, '<style data-styled="true"', "</style>", "its styles");
  return css.slice(css.indexOf(">") + 1);
}
