// Reads the comments in the source of a check, for the page of its rule.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** A function with its docstring. */
export interface Documented {
  name: string;
  /** The docstring without tags. */
  text: string;
}

const ROOT = join(import.meta.dirname, "../../..");
const CHECKS = join(ROOT, "conformance/checks");

/** Functions that every check uses. The steps show their assertions, so their docstrings are left out. */
const VOCABULARY = new Set(["support/expect.ts", "support/fixtures.ts"].map((file) => join(CHECKS, file)));

/**
 * Finds the comment of a check, and the docstrings of the functions that it uses.
 * @param at `file:line` of the key of the check
 */
export function checkDocumentation(at: string): { own: string | null; parts: Documented[] } {
  const [file = "", line = "0"] = at.split(":");
  const source = parse(join(ROOT, file));
  const property = propertyAt(source, Number(line) - 1);
  if (property === undefined) return { own: null, parts: [] };
  const parts = [...namesIn(property.initializer)].flatMap((name) => documented(name, source));
  return { own: docstring(property), parts };
}

const parsed = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known) return known;
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2023, true);
  parsed.set(file, source);
  return source;
}

function propertyAt(source: ts.SourceFile, line: number): ts.PropertyAssignment | undefined {
  let found: ts.PropertyAssignment | undefined;
  const visit = (node: ts.Node): void => {
    const starts = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    if (found === undefined && ts.isPropertyAssignment(node) && starts === line) found = node;
    if (found === undefined) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Names of functions that a check calls or passes on, in the order of the text. */
function namesIn(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child) && !isMember(child)) names.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

/** True for `b` of `a.b`, which is not a function of the file. */
function isMember(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

/** The docstring of a function of the file or of a file that it imports. */
function documented(name: string, source: ts.SourceFile): Documented[] {
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) {
      const text = docstring(statement);
      return text === null ? [] : [{ name, text }];
    }
    const origin = ts.isImportDeclaration(statement) ? importOf(name, statement, source) : null;
    if (origin !== null) return documented(origin.name, parse(origin.file));
  }
  return [];
}

function importOf(
  name: string,
  { importClause, moduleSpecifier }: ts.ImportDeclaration,
  source: ts.SourceFile,
): { name: string; file: string } | null {
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return null;
  const found = bindings.elements.find((element) => element.name.text === name);
  if (!found) return null;
  const file = join(dirname(source.fileName), (moduleSpecifier as ts.StringLiteral).text);
  const isOfChecks = !relative(CHECKS, file).startsWith("..");
  if (!isOfChecks || VOCABULARY.has(file) || !existsSync(file)) return null;
  return { name: (found.propertyName ?? found.name).text, file };
}

/** The description in the last JSDoc comment before a node, in one paragraph. */
function docstring(node: ts.Node): string | null {
  const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)?.comment;
  const text = ts.getTextOfJSDocComment(comment)?.replaceAll(/\s+/g, " ").trim();
  // A docstring of a few words explains nothing on another page.
  return text && /^[A-Z](?:.* ){4}/.test(text) ? text : null;
}
