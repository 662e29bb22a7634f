import type { Bundle } from "./bundle.ts";

interface Rule {
  id: string;
  level: string;
  text: string;
}

interface Ruled {
  description?: string;
  content?: Record<string, Ruled>;
  "x-rules"?: Rule[];
}

/** Schemas have no rules, and examples are data. */
const OPAQUE = new Set(["schema", "schemas", "example", "examples", "x-rules", "content"]);

/**
 * The document with its rules in its descriptions, where renderers that know nothing of `x-rules` show them. The rules
 * of a media type, which has no description, stand with what has it, and those of the whole document in its overview.
 */
export function annotateRules(bundle: Bundle): Bundle {
  const { info, ...rest } = structuredClone(bundle) as Bundle & { info: Ruled; "x-rules"?: Rule[] };
  for (const node of Object.values(rest)) annotate(node);
  const own = rest["x-rules"] === undefined ? [] : ["## Rules of every exchange", list(rest["x-rules"])];
  return { ...rest, info: withDescription(info, own) };
}

function annotate(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) if (!OPAQUE.has(key)) annotate(value);
  const { content = {}, "x-rules": rules } = node as Ruled;
  const ofTypes = Object.entries(content).flatMap(([type, media]) =>
    media["x-rules"] === undefined ? [] : [`As \`${type}\`:`, list(media["x-rules"])],
  );
  const parts = [...(rules === undefined ? [] : [list(rules)]), ...ofTypes];
  if (parts.length > 0) Object.assign(node, withDescription(node as Ruled, parts));
}

/** @param parts of what its description says besides, in Markdown */
function withDescription<T extends Ruled>(node: T, parts: string[]): T {
  return { ...node, description: [...(node.description ? [node.description] : []), ...parts].join("\n\n") };
}

function list(rules: readonly Rule[]): string {
  return rules.map(({ id, level, text }) => `- **${level}** (\`${id}\`) ${text}`).join("\n");
}
