import { diagramFlaws } from "../diagrams.ts";
import { exampleFlaws, type Flaw } from "../examples.ts";
import { type Code, codeIn } from "./blocks.ts";
import { commandFlaw, commandFlaws } from "./commands.ts";
import { typeFlaws } from "./typescript.ts";
import { yamlFlaws } from "./yaml.ts";

export interface Text {
  /** For what is said about it. */
  file: string;
  source: string;
}

/** What looks at a block, by its language. Blocks without one, such as the output of a command, are not looked at. */
const CHECKS: Record<string, (text: string) => Flaw[]> = {
  http: exampleFlaws,
  json: jsonFlaws,
  mermaid: diagramFlaws,
  sh: commandFlaws,
  yaml: yamlFlaws,
  text: () => [],
  "": () => [],
};

/** Everything wrong with the examples in texts, as `file:line: what`; blocks in other languages among it. */
export function proseProblems(texts: readonly Text[]): string[] {
  const all = texts.flatMap(({ file, source }) => codeIn(source).map((code) => ({ file, ...code })));
  const typed = all.filter(({ language }) => language === "ts");
  const types = typed.length === 0 ? [] : typeFlaws(typed.map(({ text }) => text));
  return all.flatMap((code) => {
    const flaws = code.language === "ts" ? (types[typed.indexOf(code)] ?? []) : flawsOf(code);
    return flaws.map(({ line, message }) => `${code.file}:${code.line + line}: ${message}`);
  });
}

function flawsOf({ language, text }: Code): Flaw[] {
  if (language === null) return sentenceFlaws(text);
  const check = Object.hasOwn(CHECKS, language) ? CHECKS[language] : undefined;
  return check?.(text) ?? [{ line: 0, message: `nothing checks examples in ${language}` }];
}

/** In sentences, only what is plainly a command line is one. */
function sentenceFlaws(text: string): Flaw[] {
  if (!/^(?:npx |npm |(?:npx )?sync2 )/.test(text)) return [];
  const message = commandFlaw(text);
  return message === null ? [] : [{ line: 0, message }];
}

function jsonFlaws(text: string): Flaw[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ line: 0, message: `the example is not JSON: ${(error as Error).message}` }];
  }
}
