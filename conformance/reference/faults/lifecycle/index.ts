/** Servers with one fault each, for the rules of `checks/lifecycle/index.ts`. */
import { linkValue } from "../../policy-headers.ts";
import { type FaultsOf, replying } from "../fault.ts";
import { SUCCESSOR } from "../support/lifecycle.ts";
import { lifecycleRetired } from "./retired.ts";
import { lifecycleUpgrade } from "./upgrade.ts";

const DAY = 24 * 60 * 60;

export const lifecycle = {
  ...lifecycleUpgrade,
  ...lifecycleRetired,
  "lifecycle.deprecated.status": replying(
    "thinks that all is well in its configuration",
    (reply, { operation }) => {
      const configuration = reply.json;
      if (operation !== "getInfoConfiguration" || configuration?.protocol?.status !== "deprecated") return;
      reply.json = { ...configuration, protocol: { ...configuration.protocol, status: "current" } };
    },
  ),

  "lifecycle.deprecation.form": replying("gives Deprecation as an HTTP date", ({ headers }) => {
    const since = headers.get("Deprecation");
    if (since) headers.set("Deprecation", new Date(Number(since.slice(1)) * 1000).toUTCString());
  }),

  "lifecycle.deprecation.present": replying("leaves Deprecation off a 304", ({ status, headers }) => {
    if (status === 304) headers.delete("Deprecation");
  }),

  "lifecycle.sunset.form": replying("gives Sunset in ISO 8601", ({ headers }) => {
    const sunset = headers.get("Sunset");
    if (sunset) headers.set("Sunset", new Date(sunset).toISOString());
  }),

  "lifecycle.sunset.present": replying("takes its local time for GMT in Sunset", ({ headers }) => {
    const sunset = headers.get("Sunset");
    if (sunset) headers.set("Sunset", new Date(Date.parse(sunset) + 2 * 60 * 60 * 1000).toUTCString());
  }),

  "lifecycle.sunset.after": replying("calls the protocol deprecated once it is gone", ({ headers }) => {
    const sunset = headers.get("Sunset");
    if (sunset) headers.set("Deprecation", `@${Date.parse(sunset) / 1000 + DAY}`);
  }),

  "lifecycle.link.form": replying("gives the bare URL in Link", ({ headers }) => {
    const link = headers.get("Link");
    if (link) headers.set("Link", link.replace(/^<([^>]*)>.*/, "$1"));
  }),

  "lifecycle.link.successor": replying("links to where it tells of its successor", ({ headers }) => {
    if (headers.has("Deprecation")) headers.set("Link", linkValue(`${SUCCESSOR}about`, "successor-version"));
  }),
} satisfies FaultsOf<"lifecycle">;
