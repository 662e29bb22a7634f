import type { Bundle } from "./bundle.ts";

/** Writes the rules of the document into its descriptions, for `openapi.annotated.json`. */

interface Rule {
  id: string;
  level: string;
  text: string;
}

interface NodeWithRules {
  description?: string;
  content?: Record<string, NodeWithRules>;
  "x-rules"?: Rule[];
}

/** Keys that are skipped: schemas have no rules, and examples are data. */
const OPAQUE = new Set(["schema", "schemas", "example", "examples", "x-rules", "content"]);

/**
 * Copies the document and writes its rules into its descriptions, so that renderers without `x-rules` show them. A media
 * type has no description, so its rules go to its parent. The rules of the whole document go to its overview.
 */
export function annotateRules(bundle: Bundle): Bundle {
  const { info, ...rest } = structuredClone(bundle) as Bundle & { info: NodeWithRules; "x-rules"?: Rule[] };
  for (const node of Object.values(rest)) annotate(node);
  const own = rest["x-rules"] === undefined ? [] : ["## Rules of every exchange", list(rest["x-rules"])];
  return { ...rest, info: withDescription(info, own) };
}

function annotate(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) if (!OPAQUE.has(key)) annotate(value);
  const { content = {}, "x-rules": rules } = node as NodeWithRules;
  const ofTypes = Object.entries(content).flatMap(([type, media]) =>
    media["x-rules"] === undefined ? [] : [`As \`${type}\`:`, list(media["x-rules"])],
  );
  const parts = [...(rules === undefined ? [] : [list(rules)]), ...ofTypes];
  if (parts.length > 0) Object.assign(node, withDescription(node as NodeWithRules, parts));
}

/** @param parts paragraphs to append to the description, in Markdown */
function withDescription<T extends NodeWithRules>(node: T, parts: string[]): T {
  return { ...node, description: [...(node.description ? [node.description] : []), ...parts].join("\n\n") };
}

function list(rules: readonly Rule[]): string {
  return rules.map(({ id, level, text }) => `- **${level}** (\`${id}\`) ${text}`).join("\n");
}
