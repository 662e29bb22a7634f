import type { StageName } from "../../generated/rules.ts";
import { fillIn, fixedSecretsOf, type Keyring, secretsOf } from "../exchange/credentials.ts";
import type { Network } from "../exchange/network.ts";
import type { Secret } from "../exchange/redact.ts";
import type { HeaderList } from "../results/model.ts";
import { withoutTrailing } from "../results/text.ts";
import type { Scenario } from "./protocol.ts";

/** An account that exists on the server before the run. */
export interface GivenAccount {
  name: string;
  /** Its endpoint URL. */
  endpoint: string;
  keys: Keyring;
}

/** Where accounts are. Plain data, as all below: it crosses threads. */
export interface AccountSource {
  /**
   * Endpoint URL of an account. With `{account}` in it the server makes accounts on the fly, and the suite fills in
   * names of its own.
   */
  endpoint: string;
  /** May hold `{account}` too. */
  keys: Keyring;
  /** Accounts to use where the endpoint has no `{account}`. */
  accounts: GivenAccount[];
  /** Go with every request. */
  headers: HeaderList;
}

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** Where a server is in the state of a scenario, or how to put it there and back. */
export interface ScenarioTarget extends AccountSource {
  before: Command | null;
  after: Command | null;
  /** For each of the commands. */
  commandTimeoutMs: number;
}

/** The server under test, as the person who runs the suite describes it. */
export interface Target extends AccountSource {
  scenarios: Partial<Record<Scenario, ScenarioTarget>>;
  /** Proxies, and certificates; where left out, the server is reached directly, as Node would do it. */
  network?: Network;
  /** For one exchange. */
  timeoutMs: number;
  /** Checks under way at the same time; never more than there are accounts. */
  concurrency: number;
  /** Nobody asked for that number of checks: a longer round trip makes it greater. */
  followsRoundTrip?: boolean;
  /** Delete what the accounts hold. Without it an account that holds anything is not touched. */
  wipe: boolean;
  /** Seconds by which the clock of the server is ahead of ours, as far as is known. */
  clockOffset: number;
  /** Where the random choices of checks begin: an unsigned 32-bit integer. */
  seed: number;
  /** How often what is random is tried, as a multiple of the ordinary number; at least 1. */
  effort: number;
  /** How often a check that finds its rule violated is repeated, on accounts of its own, before it is believed. */
  repeats: number;
  /** The stage after which no operation is used; null: none is left out. */
  through: StageName | null;
  /** Begins the names of accounts that are made on the fly, so that no two runs share one. */
  run: string;
}

/** How a run goes about it where nothing else is said. */
export const DEFAULTS = { clockOffset: 0, seed: 1, effort: 1, repeats: 2, through: null } as const;

/** True where a command changes the server for a scenario: nothing else may go on meanwhile. */
export function isSwitchedByCommands({ before, after }: ScenarioTarget): boolean {
  return before !== null || after !== null;
}

/** True when the server makes accounts on the fly. */
export function makesAccounts({ endpoint }: Pick<AccountSource, "endpoint">): boolean {
  return endpoint.includes("{account}");
}

/** The account of a name, where a server makes accounts on the fly. */
export function accountNamed({ endpoint, keys }: AccountSource, name: string): GivenAccount {
  return { name, endpoint: endpoint.replaceAll("{account}", name), keys: fillIn(keys, name) };
}

/** Says whether two accounts are the same one. */
export function isSame(one: GivenAccount, other: GivenAccount): boolean {
  return urlOf(one) === urlOf(other);
}

/** The endpoint URL of an account, in one spelling. */
export function urlOf({ endpoint }: GivenAccount): string {
  return withoutTrailing(new URL(endpoint).href, "/");
}

/** What must not be shown of the credentials of these accounts, nor of any other of a target. */
export function secretsIn(target: Target, accounts: readonly GivenAccount[]): Secret[] {
  const places: AccountSource[] = [target, ...Object.values(target.scenarios)];
  const given = places.flatMap((place) => place.accounts);
  return [
    // In this order, as of two names for one secret the first counts.
    ...accounts.flatMap(({ name, keys }) => secretsOf(keys, name)),
    ...given.flatMap(({ name, keys }) => secretsOf(keys, name)),
    ...places.flatMap(({ keys }) => fixedSecretsOf(keys)),
    // What goes with every request opens a gateway; those of a scenario alone are about its rules.
    ...target.headers.map(([name, text]) => ({ text, label: `[${name}]` })),
  ];
}
