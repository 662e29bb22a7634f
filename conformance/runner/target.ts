import type { StageName } from "../../generated/rules.ts";
import { fillInAccount, fixedSecretsOf, type Keyring, secretsOf } from "../exchange/credentials.ts";
import type { Network } from "../exchange/network.ts";
import type { Secret } from "../exchange/redactor.ts";
import { withoutTrailing } from "../results/format-text.ts";
import type { HeaderList } from "../results/report-model.ts";
import type { Scenario } from "./protocol.ts";

/** An account that exists on the server before the run. */
export interface GivenAccount {
  name: string;
  /** Its endpoint URL. */
  endpoint: string;
  keys: Keyring;
}

/** Where the accounts of a check come from. Plain data, like all types below, because it crosses threads. */
export interface AccountSource {
  /**
   * Endpoint URL of an account. If it contains `{account}`, the server makes accounts on the fly, and the suite fills
   * in new names.
   */
  endpoint: string;
  /** May contain `{account}` too. */
  keys: Keyring;
  /** The accounts to use if the endpoint has no `{account}`. */
  accounts: GivenAccount[];
  /** Header fields of every request. */
  headers: HeaderList;
}

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** A server in the state of a scenario, or the commands that put a server into this state and back. */
export interface ScenarioTarget extends AccountSource {
  before: Command | null;
  after: Command | null;
  /** For each of the commands. */
  commandTimeoutMs: number;
}

/** The server under test, as the person who runs the suite describes it. */
export interface Target extends AccountSource {
  scenarios: Partial<Record<Scenario, ScenarioTarget>>;
  /** Proxies and certificates. By default the suite connects directly and trusts what Node trusts. */
  network?: Network;
  /** For one exchange. */
  timeoutMs: number;
  /** Number of checks that run at the same time; never more than accounts. */
  concurrency: number;
  /** True: the user did not set `concurrency`, so a longer round trip raises it. */
  followsRoundTrip?: boolean;
  /** True: delete what the accounts hold. False: refuse an account that is not empty. */
  wipe: boolean;
  /** Seconds by which the server's clock is ahead of ours; 0 if not known. */
  clockOffset: number;
  /** Seed of the random choices of checks: an unsigned 32-bit integer. */
  seed: number;
  /** A factor for the number of random cases; at least 1. */
  effort: number;
  /** False: a search reports the first failing sequence as it is, where only the outcome matters. */
  shorten: boolean;
  /** How often a check that finds a violation is repeated, on other accounts, to confirm it. */
  repeats: number;
  /** The last stage whose operations the checks use; null: they use all. */
  through: StageName | null;
  /** Prefix of the names of accounts that are made on the fly, so that no two runs share an account. */
  run: string;
}

/** The values of a run that sets nothing else. */
export const DEFAULTS = {
  clockOffset: 0,
  seed: 1,
  effort: 1,
  shorten: true,
  repeats: 2,
  through: null,
} as const;

/** True if commands switch the server into the scenario: no other check may run meanwhile. */
export function isSwitchedByCommands({ before, after }: ScenarioTarget): boolean {
  return before !== null || after !== null;
}

/** True when the server makes accounts on the fly. */
export function makesAccounts({ endpoint }: Pick<AccountSource, "endpoint">): boolean {
  return endpoint.includes("{account}");
}

/** The account with this name on a server that makes accounts on the fly. */
export function accountNamed({ endpoint, keys }: AccountSource, name: string): GivenAccount {
  return { name, endpoint: endpoint.replaceAll("{account}", name), keys: fillInAccount(keys, name) };
}

/** Whether two entries are the same account. */
export function isSame(one: GivenAccount, other: GivenAccount): boolean {
  return urlOf(one) === urlOf(other);
}

/** The endpoint URL of an account, in one spelling. */
export function urlOf({ endpoint }: GivenAccount): string {
  return withoutTrailing(new URL(endpoint).href, "/");
}

/** All secrets of these accounts and of the target, which no output may show. */
export function secretsIn(target: Target, accounts: readonly GivenAccount[]): Secret[] {
  const places: AccountSource[] = [target, ...Object.values(target.scenarios)];
  const given = places.flatMap((place) => place.accounts);
  return [
    // If two accounts share a secret, the label of the first is used: these accounts come first.
    ...accounts.flatMap(({ name, keys }) => secretsOf(keys, name)),
    ...given.flatMap(({ name, keys }) => secretsOf(keys, name)),
    ...places.flatMap(({ keys }) => fixedSecretsOf(keys)),
    // Header fields of every request may open a gateway; those of a scenario belong to its rules and are no secret.
    ...target.headers.map(([name, text]) => ({ text, label: `[${name}]` })),
  ];
}
