import { readdirSync, readFileSync } from "node:fs";
import pc from "picocolors";
import { type Rule, type RuleId, rules } from "../../generated/rules.ts";
import { byArea } from "../engine/select.ts";
import type { Fault } from "../reference/faults/fault.ts";
import { faults } from "../reference/faults/index.ts";
import { areaOf } from "../report/areas.ts";
import { currentId, similarId } from "../report/rule-ids.ts";
import { UsageError } from "./exit.ts";

const ALL: Readonly<Record<RuleId, Rule>> = rules;
const ROOT = new URL("../../", import.meta.url);
/** In the package, what was compiled stands in for the sources. */
const [EXTENSION, PREFIX] = import.meta.url.endsWith(".ts") ? [".ts", ""] : [".js", "generated/package/"];

/**
 * `sync2 rules [id]`: lists the rules of an area, or of all, or explains one.
 * @returns what is to be printed
 * @throws UsageError when no rule matches
 */
export function describeRules(
  selector: string | undefined,
  { json, color }: { json: boolean; color: boolean },
): string {
  const named = selector === undefined ? null : currentId(selector);
  const wanted = named ?? selector;
  const ids = (Object.keys(rules) as RuleId[]).filter(
    (id) => wanted === undefined || id === wanted || id.startsWith(`${wanted}.`),
  );
  if (ids.length === 0) throw new UsageError(unknown(selector ?? ""));
  if (json) return JSON.stringify(ids.map(explain), null, 2);
  const colors = pc.createColors(color);
  if (named === null) return list(ids, colors);
  const renamed = named === selector ? "" : `${selector} is now called ${named}.\n\n`;
  return renamed + page(named, colors);
}

function unknown(selector: string): string {
  const meant = similarId(selector);
  const hint = meant === null ? "" : ` Do you mean ${meant}?`;
  return `"${selector}": no rule has this id or area.${hint} "sync2 rules" lists them.`;
}

interface Explanation extends Rule {
  id: RuleId;
  area: string;
  /** `file:line`; null for a rule that no black box can check. */
  check: string | null;
  fault: { does: string; at: string } | null;
}

function explain(id: RuleId): Explanation {
  const fault = (faults as Partial<Record<RuleId, Fault>>)[id];
  return {
    id,
    area: areaOf(id),
    ...ALL[id],
    check: locate("conformance/checks/", id),
    fault: fault ? { does: fault.does, at: locate("conformance/reference/faults/", id) ?? "" } : null,
  };
}

/** Where a rule's check or fault is written: its id stands there as a key, once. */
function locate(folder: string, id: RuleId): string | null {
  for (const file of readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith(EXTENSION))) {
    const lines = readFileSync(new URL(folder + file, ROOT), "utf8").split("\n");
    const line = lines.findIndex((text) => text.trimStart().startsWith(`"${id}":`));
    if (line >= 0) return `${PREFIX}${folder}${file}:${line + 1}`;
  }
  return null;
}

function page(id: RuleId, { bold, dim }: ReturnType<typeof pc.createColors>): string {
  const { level, text, place, scenario, when, untestable, check, fault } = explain(id);
  const rows = [
    ["Level", level],
    ["Stands at", `generated/openapi.json ${place}`],
    ["Needs", scenario && `the scenario ${scenario}`],
    ["Applies", when && `where the server offers ${when}`],
    ["Not checked", untestable],
    ["Check", check],
    ["Fault", fault && `${fault.at}: a server that ${fault.does}`],
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
