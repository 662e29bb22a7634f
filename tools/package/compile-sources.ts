import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { transformSync } from "esbuild";
import ts from "typescript";
import { CopiedPackages } from "./copied-packages.ts";

/** Compiles the sources to JavaScript and the public interface to declarations. */

/** The folder of the sources and that of the result, both absolute. */
export interface Folders {
  root: string;
  out: string;
}

/**
 * Compiles the files of a configuration, and all sources that they import, to JavaScript. Types are not checked: `npm
 * run lint` does that.
 * @param config path of a tsconfig.json that lists `files`
 * @returns paths of the JSON files that are imported, relative to the root
 * @throws Error with what the compiler says of the configuration
 */
export function compileSources(config: string, { root, out }: Folders): string[] {
  const copiedPackages = new CopiedPackages(out);
  const imported: string[] = [];
  const queue = new Set(readConfig(config).fileNames);
  for (const file of queue) {
    if (file.endsWith(".json")) {
      imported.push(relative(root, file));
      continue;
    }
    const text = readFileSync(file, "utf8");
    const path = join(out, relative(root, file).replace(/\.ts$/, ".js"));
    write(path, copiedPackages.redirect(importJavaScript(withoutTypes(text)), path));
    for (const source of relativeImports(text, file)) queue.add(source);
  }
  copiedPackages.write(root);
  return imported;
}

/**
 * Writes the declarations of what a user imports, and of all that they speak of.
 * @param config path of the tsconfig.json that lists the entries or what imports them
 * @param entries paths relative to the root
 * @throws Error with what the compiler says
 */
export function declare(config: string, entries: readonly string[], { root, out }: Folders): void {
  const { fileNames, options } = readConfig(config);
  const program = ts.createProgram(fileNames, options);
  const queue = new Set(entries.map((entry) => join(root, entry)));
  for (const file of queue) {
    const text = declarationOf(program, file);
    write(join(out, relative(root, file).replace(/\.ts$/, ".d.ts")), text);
    for (const source of relativeImports(text, file)) queue.add(source);
  }
}

function readConfig(path: string): ts.ParsedCommandLine {
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  if (error) throw new Error(formatDiagnostics([error]));
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
  if (parsed.errors.length > 0) throw new Error(formatDiagnostics(parsed.errors));
  return parsed;
}

function withoutTypes(text: string): string {
  const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true } };
  return transformSync(text, { loader: "ts", target: "node20.19", tsconfigRaw }).code;
}

/** Imports compiled files, and JSON as a module: Node 20 warns of every program that imports JSON. */
function importJavaScript(text: string): string {
  return text
    .replaceAll(/(from |import\()"(\.[^"]+)\.ts"/g, '$1"$2.js"')
    .replaceAll(/from "(\.[^"]+\.json)" with \{ type: "json" \}/g, 'from "$1.js"');
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

/** The sources that a source or a declaration imports. */
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
