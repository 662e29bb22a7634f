import type { TestableRuleId } from "../../generated/rules.ts";
import type { Partition } from "../contract/document.ts";
import type { Account } from "../exchange/account.ts";
import type { Scenario } from "./protocol.ts";

/** What a check works with. */
export interface CheckContext {
  /**
   * An empty account that is lent to this check alone; in a scenario at the target of that scenario. Where
   * nothing ever succeeds (maintenance, upgrade-client, retired, expired-credentials) it is not emptied, and others may use it too.
   */
  account: Account;
  /** A second one; only where the check `needs` two. */
  other: Account;
  /** More of them, as many as the check `needs` where the target makes accounts on the fly, and none otherwise. */
  spare: Account[];
  /**
   * An empty account of the target itself, for what a scenario does not let happen; only where the check `needs` it.
   * In maintenance, upgrade-client, retired and expired-credentials it is the first account by the ordinary way, where there is such a way,
   * and to be used before `account`: a command may put the very same server into the scenario at the first request to
   * `account`, until the check ends.
   */
  ordinary: Account;
  /** The partition to be checked. */
  partition: Partition;
  /** Where random choices begin; the same one makes the same choices. */
  seed: number;
  /** How often what is random is tried: 1 is the ordinary number, 10 ten times as many. */
  effort: number;
}

export interface Needs {
  /** How many partitions it is run for: 1 where none of them has a part in the rule, 2 where left out. */
  partitions?: 1;
  /** Accounts; 1 where left out. */
  accounts?: 1 | 2;
  /** Accounts in which the check can do things side by side, where there are any more. */
  spare?: number;
  /**
   * Where the rule itself has no scenario: one in which the check finds more to see. Its accounts are there where the
   * run has a target for it, and at the target itself otherwise.
   */
  scenario?: Scenario;
  /** An account of the target itself beside those of the scenario; it is `account` where there is no scenario. */
  ordinary?: boolean;
  /** The account must never have been written to. */
  fresh?: boolean;
  /** The check waits for a clock, so it is begun early, side by side with others. */
  waits?: boolean;
}

/**
 * Judges one rule: returns when the server keeps it, throws Violated when it does not, and one of the other
 * outcomes when nothing can be said.
 */
export type Check = ((trial: CheckContext) => Promise<void>) & { needs?: Needs };

/** Attaches what a check needs to it. */
export function needs(what: Needs, run: (trial: CheckContext) => Promise<void>): Check {
  return Object.assign(run, { needs: what });
}

/** The same check for one partition alone, where what is looked for is the same in both. */
export function inOnePartition(check: Check): Check {
  return Object.assign(check.bind(null), { needs: { ...check.needs, partitions: 1 as const } });
}

/** The checks of one area, e.g. `record`: one for each of its testable rules, and no other. */
export type ChecksOf<Area extends string> = Record<Extract<TestableRuleId, `${Area}.${string}`>, Check>;
