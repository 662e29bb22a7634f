// Compiles the TypeScript examples of texts against the types of the package.
import { join } from "node:path";
import ts from "typescript";

const ROOT = join(import.meta.dirname, "../../..");

/** The modules of the package by the names under which programs import them. */
const PATHS = {
  "sync2-protocol": ["conformance/index.ts"],
  "sync2-protocol/vitest": ["conformance/vitest.ts"],
  "sync2-protocol/rules": ["generated/rules.ts"],
  "sync2-protocol/types": ["generated/api.ts"],
};

/**
 * Checks TypeScript examples against the types of the package, each as a separate module.
 * @returns the errors of the compiler for each example, with its line from 0
 */
export function typeFlaws(examples: readonly string[]): { line: number; message: string }[][] {
  const files = new Map(examples.map((text, index) => [join(ROOT, `example-${index}.ts`), text]));
  const { options } = ts.parseJsonConfigFileContent(
    { extends: "./tsconfig.json", compilerOptions: { paths: PATHS }, files: [] },
    ts.sys,
    ROOT,
  );
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, version, ...rest)
      : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].map((name) => {
    const source = program.getSourceFile(name);
    const diagnostics = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return diagnostics.map(({ messageText, start = 0 }) => ({
      line: source?.getLineAndCharacterOfPosition(start).line ?? 0,
      message: ts.flattenDiagnosticMessageText(messageText, " "),
    }));
  });
}
