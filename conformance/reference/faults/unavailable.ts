/** Servers with one fault each, for the rules of `checks/unavailable.ts`. */
import { configurationOf } from "../info-configuration.ts";
import { ORDINARY } from "../policy.ts";
import { type FaultsOf, replying } from "./fault.ts";
import { turnInto } from "./support/peek.ts";

export const unavailable = {
  "unavailable.code": replying("goes on telling its configuration, from a cache", (reply, { operation }) => {
    if (reply.status !== 503 || operation !== "getInfoConfiguration") return;
    reply.status = 200;
    for (const name of ["Retry-After", "X-Weave-Backoff"]) reply.headers.delete(name);
    reply.headers.set("Content-Type", "application/json");
    reply.headers.set("Cache-Control", "no-store");
    reply.headers.set("X-Weave-Store", "cached");
    reply.headers.set("X-Last-Modified-Version", String(ORDINARY.configurationVersion));
    reply.json = configurationOf(ORDINARY);
  }),

  "unavailable.credentials": replying(
    "asks for credentials before it tells of its maintenance",
    (reply, call) => {
      if (reply.status !== 503 || call.headers.has("Authorization")) return;
      for (const name of ["Retry-After", "X-Weave-Backoff"]) reply.headers.delete(name);
      reply.headers.set("WWW-Authenticate", 'Bearer realm="sync", Hawk');
      turnInto(reply, 401, "unauthorized");
    },
  ),

  "unavailable.path": replying("knows even in maintenance which paths there are", (reply, { operation }) => {
    if (reply.status !== 503 || operation !== null) return;
    for (const name of ["Retry-After", "X-Weave-Backoff"]) reply.headers.delete(name);
    reply.headers.set("Cache-Control", "no-store");
    reply.headers.set("X-Weave-Store", "unknown");
    turnInto(reply, 404, "not-found");
  }),
} satisfies FaultsOf<"unavailable">;
