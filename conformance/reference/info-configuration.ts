/** The content of the information view `/info/configuration`. */
import type { components } from "../../generated/api.ts";
import type { Policy } from "./policy.ts";

/** The content of `/info/configuration` (components/schemas/Configuration). */
export function configurationOf({ limits, protocol }: Policy): components["schemas"]["Configuration"] {
  const version = "2.0";
  if (protocol.status !== "deprecated") {
    return { limits, protocol: { version, supported: [version], status: "current" } };
  }
  const { supported, sunset, successor } = protocol;
  // An HTTP date has no milliseconds, so this text drops them to name the same moment.
  const moment = sunset.toISOString().replace(".000Z", "Z");
  return { limits, protocol: { version, supported, status: "deprecated", sunset: moment, successor } };
}
