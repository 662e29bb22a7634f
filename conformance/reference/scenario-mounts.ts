/** Mounts a service for each scenario below a prefix of its own. */
import { ORDINARY } from "./policy.ts";
import { type Mount, type Scenario, scenarioPolicies } from "./policy-scenarios.ts";
import { Service } from "./service.ts";

/** How a client reaches a scenario. */
export interface ScenarioTarget {
  /** Contains `{account}`; an account has the same credentials in every service. */
  endpoint: string;
  /** Header fields that every request has to carry. */
  headers: [string, string][];
}

/** The services of a server by the prefix of their endpoint URLs; the ordinary service has no prefix. */
export type Services = ReadonlyMap<Mount | null, Service>;

/** Opens the ordinary service, and one for each scenario. */
export function openServices(): Services {
  const policies = Object.entries(scenarioPolicies(Date.now())) as [Mount, typeof ORDINARY][];
  return new Map([
    [null, new Service(ORDINARY)],
    ...policies.map(([mount, policy]) => [mount, new Service(policy)] as const),
  ]);
}

/** @returns an endpoint URL with `{account}` in it */
export function endpointAt(origin: string, mount: Mount | null): string {
  return `${origin}${mount === null ? "" : `/${mount}`}/2.0/{account}`;
}

/** The target of each scenario. */
export function scenarioTargets(origin: string): Record<Scenario, ScenarioTarget> {
  const mounted = (mount: Mount): ScenarioTarget => ({ endpoint: endpointAt(origin, mount), headers: [] });
  return {
    maintenance: mounted("maintenance"),
    backoff: mounted("backoff"),
    quota: mounted("quota"),
    message: mounted("message"),
    "upgrade-client": {
      endpoint: endpointAt(origin, null),
      headers: [["User-Agent", "Sync2-Unsupported/1.0"]],
    },
    deprecated: mounted("deprecated"),
    retired: mounted("retired"),
    "expired-credentials": mounted("expired-credentials"),
  };
}
