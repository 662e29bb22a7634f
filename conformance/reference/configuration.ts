import type { components } from "../../generated/api.ts";
import type { Policy } from "./policy.ts";

/** What `/info/configuration` gives (components/schemas/Configuration). */
export function configurationOf({ limits, protocol }: Policy): components["schemas"]["Configuration"] {
  const version = "2.0";
  if (protocol.status !== "deprecated") {
    return { limits, protocol: { version, supported: [version], status: "current" } };
  }
  const { supported, sunset, successor } = protocol;
  // `toISOString` has milliseconds, and HTTP dates have none: both are to name the same moment.
  const moment = sunset.toISOString().replace(".000Z", "Z");
  return { limits, protocol: { version, supported, status: "deprecated", sunset: moment, successor } };
}
