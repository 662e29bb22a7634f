import { aliases, type Rule, rules } from "../../../generated/rules.ts";
import type { Asset } from "../site-model.ts";

/** Every rule by its id, for programs: as it stands in the document, and where its page is. */
export function rulesJson(versions: { version: string; document: string }): Asset {
  const all = Object.entries<Rule>(rules).map(([id, rule]) => [id, { ...rule, page: `rules/${id}.html` }]);
  const content = {
    $schema: "schemas/rules.schema.json",
    ...versions,
    rules: Object.fromEntries(all),
    aliases,
  };
  return { path: "rules.json", content: `${JSON.stringify(content, null, 2)}\n` };
}
