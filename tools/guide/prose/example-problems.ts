// Checks all examples in Markdown files, each by its language.

import { type Flaw, httpExampleFlaws } from "../http-example-flaws.ts";
import { diagramFlaws } from "../mermaid-diagram.ts";
import { type Code, codeIn } from "./code-in-markdown.ts";
import { commandFlaw, commandFlaws } from "./command-flaws.ts";
import { typeFlaws } from "./typescript-flaws.ts";
import { yamlFlaws } from "./yaml-flaws.ts";

/** A Markdown file. */
export interface Text {
  /** Name of the file, for problems. */
  file: string;
  source: string;
}

/** The check of a block by its language. Blocks without a language, such as the output of a command, have no check. */
const CHECKS: Record<string, (text: string) => Flaw[]> = {
  http: httpExampleFlaws,
  json: jsonFlaws,
  mermaid: diagramFlaws,
  sh: commandFlaws,
  yaml: yamlFlaws,
  text: () => [],
  "": () => [],
};

/** Finds every wrong example in texts, as `file:line: problem`. A block in an unknown language is a problem too. */
export function exampleProblems(texts: readonly Text[]): string[] {
  const codes = texts.flatMap(({ file, source }) => codeIn(source).map((code) => ({ file, ...code })));
  const typescript = codes.filter(({ language }) => language === "ts");
  const types = typescript.length === 0 ? [] : typeFlaws(typescript.map(({ text }) => text));
  return codes.flatMap((code) => {
    const flaws = code.language === "ts" ? (types[typescript.indexOf(code)] ?? []) : flawsOf(code);
    return flaws.map(({ line, message }) => `${code.file}:${code.line + line}: ${message}`);
  });
}

function flawsOf({ language, text }: Code): Flaw[] {
  if (language === null) return sentenceFlaws(text);
  const check = Object.hasOwn(CHECKS, language) ? CHECKS[language] : undefined;
  return check?.(text) ?? [{ line: 0, message: `nothing checks examples in ${language}` }];
}

/** Checks code in a sentence if it begins like a command line. */
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
