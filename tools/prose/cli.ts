import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Output } from "../run-command.ts";
import { linkFlaws } from "./links.ts";
import { spellingFlaws } from "./spelling.ts";
import { type Flaw, styleFlaws } from "./style.ts";
import { markdownFiles, readTexts } from "./texts.ts";

const HELP = `Checks the prose of the repository: spelling, style, and links between Markdown files.

Usage: npm run lint:prose

Spelling is looked at in code too. Style is that of Markdown files and of the descriptions and rules in spec/; a file a
rule in tools/prose/rules, and terms in tools/prose/terms.ts.

Options:
  --root <folder>  instead of this repository
  --help           show this`;

/** What to do about a flaw, where its message does not say it. */
const NEXT: Partial<Record<string, string>> = {
  spelling: "Mend it, or add it to tools/prose/words.txt, code-words.txt if it is a name in code.",
};

/** All flaws in the prose of the repository in `root`, by file and line. */
export async function proseFlaws(root: string): Promise<Flaw[]> {
  const styles = await Promise.all(readTexts(root).map(styleFlaws));
  const flaws = [...(await spellingFlaws(root)), ...styles.flat(), ...linkFlaws(root, markdownFiles(root))];
  return flaws.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** The command: takes its arguments, prints to `output`, resolves to its exit code. */
export async function main(args: string[], output: Output): Promise<number> {
  const { root, help } = parseArgs({
    args,
    options: {
      root: { type: "string", default: join(import.meta.dirname, "../..") },
      help: { type: "boolean", default: false },
    },
  }).values;
  if (help) {
    output.log(HELP);
    return 0;
  }
  const flaws = await proseFlaws(root);
  for (const { file, line, message, by } of flaws) {
    output.error(`${file}:${line}: ${[message, NEXT[by]].filter(Boolean).join(" ")} (${by})`);
  }
  if (flaws.length > 0) output.error(`${flaws.length} flaws in the prose.`);
  else output.log("The prose is in order.");
  return flaws.length === 0 ? 0 : 1;
}
