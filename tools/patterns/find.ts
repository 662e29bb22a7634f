import ts from "typescript";

/** A regular expression, and where it stands. */
export interface Pattern {
  /** `file:line`, or the file and the key of a schema. */
  place: string;
  source: string;
  flags: string;
}

/** What a file holds. */
export interface Found {
  patterns: Pattern[];
  /** Places where a pattern is made from a text that only the run knows. */
  madeAtRunTime: string[];
}

/** The regular expressions of a TypeScript file. */
export function patternsInCode(file: string, text: string): Found {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Found = { patterns: [], madeAtRunTime: [] };
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

/** True for `RegExp(…)`, `new RegExp(…)` and a text in the place of a pattern: `text.match("…")`. */
function makesPattern(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text === "RegExp";
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const [argument] = node.arguments ?? [];
  const takesText = ["match", "matchAll", "search"].includes(expression.name.text);
  return takesText && argument !== undefined && ts.isStringLiteralLike(argument);
}

/** The regular expressions of a JSON Schema, or of a document that holds some; Ajv reads them with the flag `u`. */
export function patternsInSchema(file: string, value: unknown): Pattern[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]): Pattern[] => {
    const sources =
      key === "pattern" && typeof child === "string"
        ? [child]
        : key === "patternProperties"
          ? Object.keys(child)
          : [];
    const here = sources.map((source) => ({ place: `${file}: ${key}`, source, flags: "u" }));
    return [...here, ...patternsInSchema(file, child)];
  });
}
