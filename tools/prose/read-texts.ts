// Reads the prose of the repository from Markdown files and from the YAML files of the document.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, LineCounter, type Pair, parseDocument, type Scalar, visit } from "yaml";

/** `rule`: the sentence of a rule; `spec`: guide and descriptions, which explain rules; `project`: all other prose. */
export type Kind = "rule" | "spec" | "project";

/** A piece of prose in Markdown. */
export interface Text {
  /** Path below the root of the repository. */
  file: string;
  /** Line of the file on which the text begins, from 1. */
  line: number;
  kind: Kind;
  markdown: string;
}

const FOLDERS = ["spec", "conformance", "tools", ".github"];

/** Files that tests read may be wrong on purpose. */
const TESTS = /(?:^|\/)test\//;

/** Members of the document that hold prose; below the members in `DATA`, the same names are data. */
const PROSE = ["description", "summary", "text", "untestable"];
const DATA = ["example", "examples", "default", "const", "enum", "value", "payload"];

/** Reads all prose of the repository in `root`. */
export function readTexts(root: string): Text[] {
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  return [
    ...markdownFiles(root).map((file) => ({
      file,
      line: 1,
      kind: file.startsWith("spec/guide/") ? ("spec" as const) : ("project" as const),
      markdown: read(file),
    })),
    ...filesIn(root, "spec", ".yaml").flatMap((file) => yamlTexts(file, read(file))),
  ];
}

/** Lists the Markdown files of the repository in `root`, except those that tests read. */
export function markdownFiles(root: string): string[] {
  const inRoot = readdirSync(root).filter((name) => name.endsWith(".md"));
  return [...inRoot, ...FOLDERS.flatMap((folder) => filesIn(root, folder, ".md"))];
}

function filesIn(root: string, folder: string, extension: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(extension) && !TESTS.test(file))
    .toSorted();
}

/** Finds the prose in a YAML file of the document. */
export function yamlTexts(file: string, source: string): Text[] {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, keepSourceTokens: true });
  const texts: Text[] = [];
  visit(document, {
    Pair(_, pair, path) {
      const name = isScalar(pair.key) ? pair.key.value : null;
      if (DATA.includes(name as string)) return visit.SKIP;
      if (!PROSE.includes(name as string) || !isProse(pair)) return;
      const { line } = lines.linePos(pair.value.range?.[0] ?? 0);
      const parent = path.at(-1);
      const kind = name === "text" && isMap(parent) && parent.has("level") ? "rule" : "spec";
      texts.push({ file, kind, ...markdownOf(pair.value, line, source) });
    },
  });
  return texts;
}

function isProse(pair: Pair): pair is Pair<unknown, Scalar<string>> & { value: Scalar<string> } {
  return isScalar(pair.value) && typeof pair.value.value === "string";
}

/** Keeps the lines of a block, so that a flaw in it has its line in the file. */
function markdownOf(
  scalar: Scalar<string>,
  line: number,
  source: string,
): { line: number; markdown: string } {
  if (!scalar.type?.startsWith("BLOCK")) return { line, markdown: scalar.value };
  const [, ...block] = source.slice(scalar.range?.[0], scalar.range?.[1]).split("\n");
  return { line: line + 1, markdown: block.map((text) => text.trim()).join("\n") };
}
