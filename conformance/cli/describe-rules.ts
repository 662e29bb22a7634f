/** Lists rules, or one rule in full, as text or JSON. */
import pc from "picocolors";
import { type Rule, type RuleId, rules } from "../../generated/rules.ts";
import { UsageError } from "../results/errors.ts";
import { currentId, similarId } from "../results/rule-ids.ts";
import { byArea } from "../runner/select/rule-selectors.ts";
import type { Explanation } from "./explain-rule.ts";
import type { PageOf } from "./rule-pages.ts";

const ALL: Readonly<Record<RuleId, Rule>> = rules;

/**
 * `sync2 rules [id]`: lists the rules of an area, or of all, or explains one.
 * @param pageOf the address of the page of a rule; null for none
 * @returns the text to print
 * @throws UsageError when no rule matches
 */
export async function describeRules(
  selector: string | undefined,
  { json, color, pageOf = () => null }: { json: boolean; color: boolean; pageOf?: PageOf },
): Promise<string> {
  const named = selector === undefined ? null : currentId(selector);
  const wanted = named ?? selector;
  const ids = (Object.keys(rules) as RuleId[]).filter(
    (id) => wanted === undefined || id === wanted || id.startsWith(`${wanted}.`),
  );
  if (ids.length === 0) throw new UsageError(unknown(selector ?? ""));
  const colors = pc.createColors(color);
  if (!json && named === null) return list(ids, colors);
  // Loaded late: faults import the whole reference server, and a list does not need it.
  const { explain } = await import("./explain-rule.ts");
  if (json || named === null) return JSON.stringify(ids.map(explain), null, 2);
  const renamed = named === selector ? "" : `${selector} is now called ${named}.\n\n`;
  return renamed + page(explain(named), colors, pageOf(named));
}

function unknown(selector: string): string {
  const meant = similarId(selector);
  const hint = meant === null ? "" : ` Did you mean ${meant}?`;
  return `"${selector}": no rule has this id or area.${hint} "sync2 rules" lists them.`;
}

function page(
  { id, level, text, place, scenario, when, untestable, check, fault }: Explanation,
  { bold, dim }: ReturnType<typeof pc.createColors>,
  at: string | null,
): string {
  const rows = [
    ["Level", level],
    ["Stands at", `generated/openapi.json ${place}`],
    ["Needs", scenario && `the scenario ${scenario}`],
    ["Applies", when && `if the server offers ${when}`],
    ["Not checked", untestable],
    ["Check", check],
    ["Fault", fault && `${fault.at}: a server that ${fault.does}`],
    ["Page", at],
  ].filter((row): row is [string, string] => Boolean(row[1]));
  const facts = rows.map(([name, value]) => `${dim(name.padEnd(12))}${value}`);
  return [bold(id), text, "", ...facts].join("\n");
}

function list(ids: RuleId[], { bold, dim }: ReturnType<typeof pc.createColors>): string {
  const areas = [...byArea(ids)];
  const body = areas.map(([area, all]) => {
    const lines = all.map((id) => `  ${id}\n    ${dim(ALL[id].text)}`);
    return [bold(`${area} (${all.length})`), ...lines].join("\n");
  });
  return [...body, `${ids.length} rules. "sync2 rules <id>" explains one.`].join("\n\n");
}
