import { aliases, type Rule, rules } from "../../../generated/rules.ts";
import type { Asset } from "../site-model.ts";

/** Makes `rules.json`: every rule of the document by its id, with the path of its page. */
export function rulesJson(versions: { version: string; document: string }): Asset {
  const entries = Object.entries<Rule>(rules).map(([id, rule]) => [
    id,
    { ...rule, page: `rules/${id}.html` },
  ]);
  const content = {
    $schema: "schemas/rules.schema.json",
    ...versions,
    rules: Object.fromEntries(entries),
    aliases,
  };
  return { path: "rules.json", content: `${JSON.stringify(content, null, 2)}\n` };
}
