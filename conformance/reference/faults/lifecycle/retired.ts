/** Servers with one fault each, for the rules of `checks/lifecycle/retired.ts`. */
import { linkValue } from "../../policy-headers.ts";
import type { FaultsOf } from "../fault.ts";
import { problem, SUCCESSOR } from "../support/lifecycle.ts";
import { turnInto } from "../support/peek.ts";

export const lifecycleRetired = {
  "lifecycle.retired.gone": problem(
    "still tells what nobody ever knew from what is retired",
    "protocol-retired",
    (reply, { operation }) => {
      if (operation !== null) return;
      reply.headers.delete("Link");
      reply.headers.set("Cache-Control", "no-store");
      reply.headers.set("X-Weave-Store", "retired");
      turnInto(reply, 404, "not-found");
    },
  ),

  "lifecycle.retired.credentials": problem(
    "tells of its end only to those who had an account",
    "protocol-retired",
    (reply, { headers }) => {
      if (headers.get("Authorization")?.startsWith("Bearer reference-")) return;
      reply.headers.delete("Link");
      reply.headers.set("WWW-Authenticate", 'Bearer realm="sync", Hawk');
      turnInto(reply, 401, "unauthorized");
    },
  ),

  "lifecycle.retired.supported": problem(
    "names the versions that it supports as one text",
    "protocol-retired",
    (reply) => {
      reply.json = { ...reply.json, supported: reply.json.supported.join(" ") };
    },
  ),

  "lifecycle.link.retired": problem(
    "links to its documentation when retired",
    "protocol-retired",
    ({ headers }) => {
      headers.set("Link", linkValue(SUCCESSOR, "help"));
    },
  ),
} satisfies Partial<FaultsOf<"lifecycle">>;
