import type { Config } from "../../generated/config.ts";
import { type At, Mistake, type Path } from "./location.ts";
import type { Parts } from "./make-target.ts";
import type { ConfigFile } from "./read-config.ts";
import { KEYS } from "./read-credentials.ts";

/** What belongs to a server, and is of no use for another one. */
const ITS_OWN = [
  "endpoint",
  "accounts",
  ...KEYS,
  "headers",
  "tls",
  "scenarios",
  "server",
  "baseline",
] as const;

type WrittenTarget = NonNullable<Config["targets"]>[string];

export interface NamedParts extends Parts {
  /** Null for the one server of a configuration without `targets`. */
  name: string | null;
}

/**
 * What each target is made of: what is written there, and what it takes over from the top level.
 * @throws Mistake where a target has no server, or what stands at the top level is for none
 */
export function partsOfTargets(
  { config, at }: ConfigFile,
  given: string | undefined,
  env: NodeJS.ProcessEnv,
): NamedParts[] {
  const { targets, ...top } = config;
  if (targets === undefined) return [{ name: null, config, given, env, at }];
  const all = Object.entries(targets);
  if (all.every(([, written]) => hasPlace(written))) refuseIdle(top, at);
  return all.map(([name, written]) => {
    if (hasPlace(written)) {
      const { seed, effort, timeout, concurrency } = top;
      const shared = defined({ seed, effort, timeout, concurrency });
      return { name, config: { ...shared, ...written }, given, env: null, at: within(name, at) };
    }
    if (!hasPlace(top)) {
      throw new Mistake(at("targets", name), 'names no server. Write "endpoint" or "accounts" there.');
    }
    // Credentials of its own stand for all of those above, which the environment knows.
    const hasKeys = KEYS.some((key) => written[key] !== undefined);
    const { token, credentials, hawk, ...rest } = top;
    return {
      name,
      config: { ...(hasKeys ? rest : top), ...written },
      given,
      env: hasKeys ? null : env,
      at: (...path: Path) => {
        const [key] = path;
        const isWritten = key === undefined || Object.hasOwn(written, key);
        return isWritten ? at("targets", name, ...path) : at(...path);
      },
    };
  });
}

function hasPlace({ endpoint, accounts }: WrittenTarget): boolean {
  return endpoint !== undefined || accounts !== undefined;
}

function within(name: string, at: At): At {
  return (...path) => at("targets", name, ...path);
}

function refuseIdle(top: Config, at: At): void {
  const idle = ITS_OWN.find((key) => top[key] !== undefined);
  if (idle === undefined) return;
  throw new Mistake(
    at(idle),
    `is for no server: each of the targets names its own, and takes over no "${idle}". Move it into a target.`,
  );
}

function defined<T extends object>(all: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const kept = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
