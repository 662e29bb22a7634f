import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isMap, parseDocument, YAMLSeq } from "yaml";
import { isHeldUp, type Standing, type Stood, standings } from "../results/baseline-entry-status.ts";
import type { Report, RuleResult } from "../results/model.ts";
import { currentId, similarId } from "../results/rule-ids.ts";
import { isBinding, isSeenBroken } from "../results/verdict.ts";
import type { OpenBaseline } from "./baseline-file.ts";

/** What an update does to one entry. */
export interface Change {
  kind: "add" | "remove" | "rename";
  /** As it is written, or will be. */
  rule: string;
  /** What is the matter with it, in a few words. */
  why: string;
  reason: string;
}

export interface Update {
  /** The file from now on. */
  text: string;
  /** None where it is up to date. */
  changes: Change[];
}

const SCHEMA = fileURLToPath(new URL("baseline.schema.json", import.meta.url));
const INSTALLED = "node_modules/sync2-protocol/conformance/config/baseline.schema.json";

const SUPERFLUOUS: Readonly<Partial<Record<Standing, string>>> = {
  passed: "passes now",
  notApplicable: "not offered by the server",
  unknown: "no rule has this id",
  uncheckable: "has no check",
  duplicate: "stands there twice",
};

/**
 * Makes a baseline agree with a report. Entries that still fail, or of which the report says nothing, stay as they
 * are, comments and order included; of those that are no failures now none is left, and the failures that are new
 * come last. A SHOULD that is violated fails no run, and is not added. What cannot be judged because of one of them needs no
 * entry; of any other cause that keeps rules from being judged, the first of these rules has one.
 *
 * @param current null where there is none; its document is changed
 * @param reason that of new entries
 * @param day the day that it is, `2027-01-31`
 */
export function updateBaseline(
  current: OpenBaseline | null,
  report: Pick<Report, "results">,
  { file, reason, day }: { file: string; reason: string; day: string },
): Update {
  const document = current?.document ?? parseDocument(head(file));
  const stood = standings(current?.entries ?? [], report.results, day);
  const kept = stood.filter(({ standing }) => SUPERFLUOUS[standing] === undefined);
  const violated = newFailures(report.results, kept);
  const fresh = [...violated, ...newCauses(report.results, kept, violated)];
  const changes: Change[] = [
    ...stood.flatMap(change),
    ...fresh.map(({ rule, outcome }): Change => ({ kind: "add", rule, why: outcome, reason })),
  ];
  if (changes.length === 0) return { text: current?.text ?? "", changes };

  const failures = document.get("failures");
  if (!(failures instanceof YAMLSeq)) throw new Error("a baseline without a list of failures was let pass");
  const items = commentsToItems(failures);
  const old = stood.flatMap(({ rule, standing }, index) => {
    const item = items[index];
    if (SUPERFLUOUS[standing] !== undefined || !isMap(item)) return [];
    item.set("rule", rule);
    return [item];
  });
  if (items.length === 0) failures.flow = false;
  failures.items = [
    ...old,
    ...fresh.map(({ rule, ...result }) =>
      document.createNode({
        rule,
        reason,
        ...(isSeenBroken(result.outcome) ? {} : { cause: result.cause }),
        ...((result.outcome === "inconsistent" || result.lost !== undefined) && { flaky: true }),
      }),
    ),
  ];
  // An empty line before an entry parts it from the one before.
  const [first] = failures.items;
  if (isMap(first)) first.spaceBefore = false;
  return { text: document.toString({ lineWidth: 0 }), changes };
}

function change({ entry, rule, standing }: Stood): Change[] {
  const { rule: written, reason } = entry;
  const why = SUPERFLUOUS[standing];
  if (why !== undefined) {
    const meant = standing === "unknown" ? similarId(written) : null;
    const hint = meant === null ? "" : `; do you mean ${meant}?`;
    return [{ kind: "remove", rule: written, why: why + hint, reason }];
  }
  return rule === null || rule === written
    ? []
    : [{ kind: "rename", rule: written, why: `now ${rule}`, reason }];
}

function newFailures(results: readonly RuleResult[], kept: readonly Stood[]): RuleResult[] {
  const there = new Set(kept.map(({ rule }) => rule));
  return results.flatMap((result) => {
    const rule = currentId(result.rule);
    const fails = isSeenBroken(result.outcome) && isBinding(result.level);
    return fails && rule !== null && !there.has(rule) ? [{ ...result, rule }] : [];
  });
}

/**
 * Of each cause that keeps rules from being judged, and of which no failure is known, the first rule: for it all of them
 * are held back.
 */
function newCauses(
  results: readonly RuleResult[],
  kept: readonly Stood[],
  violated: readonly RuleResult[],
): RuleResult[] {
  const listed = new Set([...kept.map(({ rule }) => rule), ...violated.map(({ rule }) => rule)]);
  const known = new Set<string | null | undefined>([
    ...kept.map(({ entry }) => entry.cause),
    ...results.flatMap(({ rule, cause }) => (listed.has(rule) ? [cause, `rule ${rule}`] : [])),
  ]);
  return results.filter((result) => {
    if (!isHeldUp(result) || known.has(result.cause)) return false;
    known.add(result.cause);
    return true;
  });
}

/** A comment above the first entry is kept for the list by the parser, and would survive its entry there. */
function commentsToItems(failures: YAMLSeq): unknown[] {
  const [first] = failures.items;
  if (isMap(first) && failures.commentBefore) {
    first.commentBefore = [failures.commentBefore, first.commentBefore].filter(Boolean).join("\n");
    failures.commentBefore = null;
  }
  return failures.items;
}

/** A baseline without failures; its first line tells editors what may stand in it. */
function head(file: string): string {
  const own = relative(process.cwd(), SCHEMA);
  // In the suite's own project its schema; elsewhere that of the package, wherever this run was started from.
  const schema = own.startsWith("..") || own.includes("node_modules") ? resolve(INSTALLED) : SCHEMA;
  const path = relative(dirname(resolve(file)), schema).replaceAll("\\", "/");
  return `# yaml-language-server: $schema=${path}
# Known failures, for "sync2 check --baseline". "sync2 baseline --help" tells what an entry has.

failures: []
`;
}
