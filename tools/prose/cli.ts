// The command `npm run lint:prose`: checks spelling, style and links of all prose in the repository.
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Output } from "../run-command.ts";
import { linkFlaws } from "./link-flaws.ts";
import { markdownFiles, readTexts } from "./read-texts.ts";
import { spellingFlaws } from "./spelling-flaws.ts";
import { type Flaw, styleFlaws } from "./style-flaws.ts";

const HELP = `Checks the prose of the repository: spelling, style, and links between Markdown files.

Usage: npm run lint:prose

The check of spelling covers code too. The check of style covers Markdown files, and descriptions and rules in spec/.
Each file in tools/prose/rules is one rule of style; tools/prose/terms.ts lists terms.

Options:
  --root <folder>  a folder to check instead of this repository
  --help           show this`;

/** The next step for flaws whose message does not name one, by rule. */
const NEXT_STEP: Partial<Record<string, string>> = {
  spelling: "Correct it, or add it to tools/prose/words.txt, or to code-words.txt if it is a name in code.",
};

/** Finds all flaws in the prose of the repository in `root`, in the order of files and lines. */
export async function proseFlaws(root: string): Promise<Flaw[]> {
  const ofStyle = await Promise.all(readTexts(root).map(styleFlaws));
  const flaws = [...(await spellingFlaws(root)), ...ofStyle.flat(), ...linkFlaws(root, markdownFiles(root))];
  return flaws.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** Runs the command with its arguments, prints to `output` and resolves to the exit code. */
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
    output.error(`${file}:${line}: ${[message, NEXT_STEP[by]].filter(Boolean).join(" ")} (${by})`);
  }
  if (flaws.length > 0) output.error(`${flaws.length} flaws in the prose.`);
  else output.log("The prose is in order.");
  return flaws.length === 0 ? 0 : 1;
}
