import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { CopiedPackages } from "./copied-packages.ts";

/** Compiles the sources to JavaScript and the public interface to declarations. */

/** The folder of the sources and that of the result, both absolute. */
export interface Folders {
  root: string;
  out: string;
}

/**
 * Compiles all sources to JavaScript, and makes declarations of the entries and of the modules that these mention. Does
 * not check types, because `npm run lint` does.
 * @param entries files that a user imports
 * @returns paths of the imported JSON files, relative to the root
 * @throws Error with the messages of the compiler
 */
export function compileSources(config: string, entries: readonly string[], { root, out }: Folders): string[] {
  const { fileNames, options } = readConfig(config);
  const program = ts.createProgram(fileNames, options);
  const own = program.getSourceFiles().filter(({ fileName }) => isOwn(fileName, root));
  const target = (file: string, extension: string) =>
    join(out, relative(root, file).replace(/\.ts$/, extension));

  // A single file does not show the compiler that package.json makes it a module.
  const compilerOptions = { ...options, module: ts.ModuleKind.ESNext };
  const copiedPackages = new CopiedPackages(out);
  for (const { fileName, text } of own.filter((file) => !isJson(file))) {
    const { outputText } = ts.transpileModule(text, { compilerOptions, fileName });
    const path = target(fileName, ".js");
    write(path, copiedPackages.redirect(importJsonAsModule(outputText), path));
  }
  copiedPackages.write(root);
  const queue = entries.map((entry) => join(root, entry));
  for (const file of queue) {
    const text = declarationOf(program, file);
    write(target(file, ".d.ts"), text);
    const next = relativeImports(text, file).filter((path) => !queue.includes(path));
    queue.push(...new Set(next));
  }
  return own.filter(isJson).map(({ fileName }) => relative(root, fileName));
}

function readConfig(path: string): ts.ParsedCommandLine {
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  if (error) throw new Error(formatDiagnostics([error]));
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
  if (parsed.errors.length > 0) throw new Error(formatDiagnostics(parsed.errors));
  return parsed;
}

function isOwn(file: string, root: string): boolean {
  return file.startsWith(`${root}/`) && !file.includes("/node_modules/") && !file.endsWith(".d.ts");
}

function isJson({ fileName }: ts.SourceFile): boolean {
  return fileName.endsWith(".json");
}

/** Replaces imports of JSON by imports of modules, because Node 20 warns of the former. */
function importJsonAsModule(text: string): string {
  return text.replaceAll(/from "(\.[^"]+\.json)" with \{ type: "json" \}/g, 'from "$1.js"');
}

function declarationOf(program: ts.Program, path: string): string {
  const file = program.getSourceFile(path);
  if (!file)
    throw new Error(`${path}: declarations mention this file, but tsconfig.json does not include it.`);
  let text = "";
  const { diagnostics } = program.emit(
    file,
    (_, output) => {
      text = output;
    },
    undefined,
    true,
  );
  if (diagnostics.length > 0) throw new Error(formatDiagnostics(diagnostics));
  return text;
}

/** The source files that a declaration file imports. */
function relativeImports(text: string, from: string): string[] {
  const { importedFiles } = ts.preProcessFile(text);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => join(dirname(from), name.replace(/\.js$/, ".ts")));
}

function formatDiagnostics(diagnostics: readonly ts.Diagnostic[]): string {
  return ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    getNewLine: () => "\n",
  });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
