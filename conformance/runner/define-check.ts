import type { TestableRuleId } from "../../generated/rules.ts";
import type { Partition } from "../contract/document.ts";
import type { Account } from "../exchange/account.ts";
import type { Scenario } from "./protocol.ts";

/** What a check works with. */
export interface CheckContext {
  /**
   * An empty account that no other check uses meanwhile; in a scenario, an account of the scenario's target. If the
   * scenario refuses every request (maintenance, upgrade-client, retired, expired-credentials), the account is not
   * emptied and checks may share it.
   */
  account: Account;
  /** A second account; the first one again unless the check `needs` two. */
  other: Account;
  /** As many more as the check `needs` if the target makes accounts on the fly, otherwise none. */
  spare: Account[];
  /**
   * An empty account of the ordinary target, for requests that the scenario would refuse; only if the check `needs` it.
   * In maintenance, upgrade-client, retired and expired-credentials it is `account` reached at the ordinary target, if
   * that is possible. Use it before `account`: the first request to `account` may run the command that puts this
   * same server into the scenario until the check ends.
   */
  ordinary: Account;
  /** The partition that this call checks. */
  partition: Partition;
  /** The seed of random choices: the same seed makes the same choices. */
  seed: number;
  /** A factor for the number of random cases: 1 is the ordinary number, 10 ten times as many. */
  effort: number;
  /** True: a search that fails looks for a shorter sequence that fails too. */
  shorten: boolean;
}

export interface Needs {
  /** 1 if the rule does not depend on partitions: the check runs for one of them. Default: it runs for each. */
  partitions?: 1;
  /** Number of accounts; 1 by default. */
  accounts?: 1 | 2;
  /** Number of further accounts in which the check can work concurrently, if the target has them. */
  spare?: number;
  /**
   * A scenario in which the check sees more, for a rule that has no scenario of its own. The check gets accounts of
   * this scenario if the run has a target for it, otherwise accounts of the ordinary target.
   */
  scenario?: Scenario;
  /** True: also lend an account of the ordinary target. Without a scenario it is the same as `account`. */
  ordinary?: boolean;
  /** True: nobody has ever written to the account. */
  fresh?: boolean;
  /** True: the check waits for a clock, so it begins early and runs beside others. */
  waits?: boolean;
}

/**
 * Judges one rule: returns if the server keeps the rule, throws Violated if it does not, and throws another outcome
 * if the check cannot tell.
 */
export type Check = ((context: CheckContext) => Promise<void>) & { needs?: Needs };

/** A check with its needs. */
export function needs(what: Needs, run: (context: CheckContext) => Promise<void>): Check {
  return Object.assign(run, { needs: what });
}

/** The same check, run for one partition only, because both would show the same. */
export function inOnePartition(check: Check): Check {
  return Object.assign(check.bind(null), { needs: { ...check.needs, partitions: 1 as const } });
}

/** The checks of one area, e.g. `record`: one for each of its testable rules, and no other. */
export type ChecksOf<Area extends string> = Record<Extract<TestableRuleId, `${Area}.${string}`>, Check>;
