import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isMap, parseDocument, YAMLSeq } from "yaml";
import {
  type EntryStatus,
  isHeldUp,
  type JudgedEntry,
  judgeEntries,
} from "../results/baseline-entry-status.ts";
import type { Report, RuleResult } from "../results/report-model.ts";
import { currentId, similarId } from "../results/rule-ids.ts";
import { isBinding, isSeenViolated } from "../results/verdict.ts";
import type { OpenBaseline } from "./baseline-file.ts";

/** The change that an update makes to one entry. */
export interface Change {
  kind: "add" | "remove" | "rename";
  /** The reason in the file, before or after the update. */
  rule: string;
  /** Why the entry changes, in a few words. */
  why: string;
  reason: string;
}

export interface Update {
  /** The new text of the file. */
  text: string;
  /** Empty if the file is up to date. */
  changes: Change[];
}

const SCHEMA = fileURLToPath(new URL("baseline.schema.json", import.meta.url));
const INSTALLED = "node_modules/sync2-protocol/conformance/config/baseline.schema.json";

const SUPERFLUOUS: Readonly<Partial<Record<EntryStatus, string>>> = {
  passed: "passes now",
  notApplicable: "not offered by the server",
  unknown: "no rule has this id",
  uncheckable: "has no check",
  duplicate: "is in the file twice",
};

/**
 * Makes a baseline agree with a report. Entries that still fail, and entries that the report does not cover, keep their
 * text, comments and order. Entries that fail no more are removed, and new failures are added at the end. A violated
 * SHOULD is not added, because it fails no run. A rule that is held back by a known failure needs no entry; for any
 * other cause that holds rules back, one entry for its first rule is added.
 *
 * @param current null if there is no baseline yet; its document is changed
 * @param reason the reason of new entries
 * @param day today, as `2027-01-31`
 */
export function updateBaseline(
  current: OpenBaseline | null,
  report: Pick<Report, "results">,
  { file, reason, day }: { file: string; reason: string; day: string },
): Update {
  const document = current?.document ?? parseDocument(head(file));
  const judged = judgeEntries(current?.entries ?? [], report.results, day);
  const kept = judged.filter(({ status }) => SUPERFLUOUS[status] === undefined);
  const violated = newFailures(report.results, kept);
  const fresh = [...violated, ...newCauses(report.results, kept, violated)];
  const changes: Change[] = [
    ...judged.flatMap(change),
    ...fresh.map(({ rule, outcome }): Change => ({ kind: "add", rule, why: outcome, reason })),
  ];
  if (changes.length === 0) return { text: current?.text ?? "", changes };

  const failures = document.get("failures");
  if (!(failures instanceof YAMLSeq)) throw new Error("a baseline without a list of failures was let pass");
  const items = commentsToItems(failures);
  const old = judged.flatMap(({ rule, status }, index) => {
    const item = items[index];
    if (SUPERFLUOUS[status] !== undefined || !isMap(item)) return [];
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
        ...(isSeenViolated(result.outcome) ? {} : { cause: result.cause }),
        ...((result.outcome === "inconsistent" || result.lost !== undefined) && { flaky: true }),
      }),
    ),
  ];
  // An empty line separates entries.
  const [first] = failures.items;
  if (isMap(first)) first.spaceBefore = false;
  return { text: document.toString({ lineWidth: 0 }), changes };
}

function change({ entry, rule, status }: JudgedEntry): Change[] {
  const { rule: written, reason } = entry;
  const why = SUPERFLUOUS[status];
  if (why !== undefined) {
    const meant = status === "unknown" ? similarId(written) : null;
    const hint = meant === null ? "" : `; did you mean ${meant}?`;
    return [{ kind: "remove", rule: written, why: why + hint, reason }];
  }
  return rule === null || rule === written
    ? []
    : [{ kind: "rename", rule: written, why: `now ${rule}`, reason }];
}

function newFailures(results: readonly RuleResult[], kept: readonly JudgedEntry[]): RuleResult[] {
  const there = new Set(kept.map(({ rule }) => rule));
  return results.flatMap((result) => {
    const rule = currentId(result.rule);
    const fails = isSeenViolated(result.outcome) && isBinding(result.level);
    return fails && rule !== null && !there.has(rule) ? [{ ...result, rule }] : [];
  });
}

/**
 * The first rule of each cause that holds rules back and has no entry yet. An entry for this rule covers all of them.
 */
function newCauses(
  results: readonly RuleResult[],
  kept: readonly JudgedEntry[],
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

/** Moves a comment above the first entry from the list to the entry, so that it is removed together with the entry. */
function commentsToItems(failures: YAMLSeq): unknown[] {
  const [first] = failures.items;
  if (isMap(first) && failures.commentBefore) {
    first.commentBefore = [failures.commentBefore, first.commentBefore].filter(Boolean).join("\n");
    failures.commentBefore = null;
  }
  return failures.items;
}

/** The text of a baseline without entries. Its first line names the schema for editors. */
function head(file: string): string {
  const own = relative(process.cwd(), SCHEMA);
  // Refers to the schema in this repository, or to the one in the installed package.
  const schema = own.startsWith("..") || own.includes("node_modules") ? resolve(INSTALLED) : SCHEMA;
  const path = relative(dirname(resolve(file)), schema).replaceAll("\\", "/");
  return `# yaml-language-server: $schema=${path}
# Known failures, for "sync2 check --baseline". "sync2 baseline --help" explains the entries.

failures: []
`;
}
