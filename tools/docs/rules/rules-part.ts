// Makes the part of the site with the rules.
import { join } from "node:path";
import { checks } from "../../../conformance/checks/index.ts";
import { explain } from "../../../conformance/cli/explain-rule.ts";
import type { Check } from "../../../conformance/runner/define-check.ts";
import { byArea } from "../../../conformance/runner/select/rule-selectors.ts";
import { type RuleId, rules, type TestableRuleId } from "../../../generated/rules.ts";
import type { ReferenceRun } from "../reference-run.ts";
import { bundleScript, bundleStyle } from "../shell/bundle-asset.ts";
import type { Entry, NavItem, Page, Part } from "../site-model.ts";
import { walkthroughOf } from "./check-walkthrough.ts";
import { contractRules } from "./contract-rules.ts";
import { readMentions } from "./guide-mentions.ts";
import { INDEX, ruleIndexPage } from "./rule-index-page.ts";
import { rulePage } from "./rule-page.ts";
import { areaHref, circumstances, rulePath, withoutBackticks } from "./rule-text.ts";

const STYLE = "assets/rules.css";
const FILTER = "assets/rules.js";

/** The most rules of the same area that a page names. */
const MOST_NEAR = 10;

const inThisFolder = (file: string) => join(import.meta.dirname, file);

/** Makes the part of the site with the rules: the list of all rules, and a page for each. */
export async function rulesPart(run: ReferenceRun): Promise<Part> {
  const areas = byArea(Object.keys(rules) as RuleId[]);
  const pages = [ruleIndexPage(areas, { styles: [STYLE], scripts: [FILTER] }), ...rulePages(areas, run)];
  return {
    nav: [navigation(areas)],
    pages,
    assets: [
      { path: STYLE, content: await bundleStyle(inThisFolder("style/rules.css")) },
      { path: FILTER, content: await bundleScript(inThisFolder("client/filter.ts")) },
    ],
    entries: [...areas.values()].flat().map(searchEntry),
  };
}

function rulePages(areas: ReadonlyMap<string, RuleId[]>, run: ReferenceRun): Page[] {
  const results = new Map<string, ReferenceRun["report"]["results"][number]>(
    run.report.results.map((result) => [result.rule, result]),
  );
  const mentions = readMentions();
  const watched = contractRules();
  return [...areas.values()].flatMap((ids) =>
    ids.map((id) => {
      const rule = explain(id);
      const content = {
        rule,
        circumstances:
          rule.check === null
            ? ""
            : circumstances((checks as Record<TestableRuleId, Check>)[id as TestableRuleId].needs),
        story: walkthroughOf(results.get(id), rule, run),
        mentions: mentions.get(id) ?? { chapters: [], wishes: [] },
        watched: watched.has(id),
        neighbours: neighboursOf(id, ids),
      };
      return rulePage(content, [STYLE]);
    }),
  );
}

/** The previous and the next rule, and those whose ids begin with the same words. */
function neighboursOf(id: RuleId, ids: readonly RuleId[]) {
  const position = ids.indexOf(id);
  const likeness = (other: RuleId) => {
    const own = id.split(".");
    const differs = other.split(".").findIndex((part, index) => part !== own[index]);
    return differs < 0 ? own.length : differs;
  };
  const near = ids
    .filter((other) => other !== id)
    .toSorted(
      (a, b) =>
        likeness(b) - likeness(a) ||
        Math.abs(ids.indexOf(a) - position) - Math.abs(ids.indexOf(b) - position),
    )
    .slice(0, MOST_NEAR);
  return {
    before: ids[position - 1] ?? null,
    after: ids[position + 1] ?? null,
    near: ids.filter((other) => near.includes(other)),
  };
}

function navigation(areas: ReadonlyMap<string, RuleId[]>): NavItem {
  return {
    title: "Rules",
    href: INDEX,
    items: [...areas.keys()].map((area) => ({ title: area, href: areaHref(area) })),
  };
}

function searchEntry(id: RuleId): Entry {
  return { kind: "rule", title: id, href: rulePath(id), text: withoutBackticks(rules[id].text) };
}
