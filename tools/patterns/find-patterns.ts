// Finds every regular expression in TypeScript files and in JSON Schemas.
import ts from "typescript";

/** A regular expression and its place. */
export interface Pattern {
  /** `file:line` in code; the file and the key in a schema. */
  place: string;
  source: string;
  flags: string;
}

/** The patterns of one or several files. */
export interface FoundPatterns {
  patterns: Pattern[];
  /** Places where code makes a pattern from a string at run time. */
  madeAtRunTime: string[];
}

/** Finds the regular expressions of a TypeScript file. */
export function patternsInCode(file: string, text: string): FoundPatterns {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: FoundPatterns = { patterns: [], madeAtRunTime: [] };
  const visit = (node: ts.Node): void => {
    const place = () => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      const [pattern, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
      found.patterns.push({ place: place(), source: pattern, flags });
    }
    if (makesPattern(node)) found.madeAtRunTime.push(place());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** True for `RegExp(…)`, `new RegExp(…)`, and a string instead of a pattern: `text.match("…")`. */
function makesPattern(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text === "RegExp";
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const [argument] = node.arguments ?? [];
  const takesText = ["match", "matchAll", "search"].includes(expression.name.text);
  return takesText && argument !== undefined && ts.isStringLiteralLike(argument);
}

/** Finds the regular expressions of a JSON Schema, or of a document with schemas. Ajv reads them with the flag `u`. */
export function patternsInSchema(file: string, value: unknown): Pattern[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]): Pattern[] => {
    const sources =
      key === "pattern" && typeof child === "string"
        ? [child]
        : key === "patternProperties"
          ? Object.keys(child)
          : [];
    const own = sources.map((source) => ({ place: `${file}: ${key}`, source, flags: "u" }));
    return [...own, ...patternsInSchema(file, child)];
  });
}
