/** The policy of the service for each scenario. */
import type { Rule } from "../../generated/rules.ts";
import { SEEDS } from "./message-seeds.ts";
import { ORDINARY, type Policy } from "./policy.ts";

/** A state that some rules are about and no client can cause. */
export type Scenario = NonNullable<Rule["scenario"]>;

/** A scenario with its own service. The scenario of an unsupported client needs none. */
export type Mount = Exclude<Scenario, "upgrade-client">;

const DAY = 24 * 60 * 60 * 1000;
const SUCCESSOR = "https://sync.example.test/3.0/";

/**
 * The policies by scenario.
 * @param now milliseconds since the epoch
 */
export function scenarioPolicies(now: number): Record<Mount, Policy> {
  const today = Math.floor(now / DAY);
  return {
    maintenance: {
      ...ORDINARY,
      maintenance: { retryAfter: 5, backoff: { seconds: 10, reason: "maintenance", scope: "service" } },
    },
    backoff: { ...ORDINARY, backoff: { seconds: 30, reason: "load", scope: "service" } },
    quota: { ...ORDINARY, quota: 65_536 },
    message: { ...ORDINARY, messages: SEEDS },
    deprecated: {
      ...ORDINARY,
      protocol: {
        status: "deprecated",
        since: new Date((today - 90) * DAY),
        sunset: new Date((today + 365) * DAY),
        successor: SUCCESSOR,
        supported: ["2.0", "3.0"],
      },
      // The dates above change with the day on which the server starts, so the configuration is a new one.
      configurationVersion: today,
    },
    retired: {
      ...ORDINARY,
      protocol: { status: "retired", successor: SUCCESSOR, supported: ["3.0"] },
    },
    "expired-credentials": { ...ORDINARY, credentialsExpired: true },
  };
}
