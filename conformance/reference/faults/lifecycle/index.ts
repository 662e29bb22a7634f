import { linkValue } from "../../policy-headers.ts";
import {
  answering,
  type Call,
  type Fault,
  type FaultsOf,
  headersWith,
  type Reply,
  replying,
} from "../fault.ts";
import { turnInto } from "../support/peek.ts";

const DAY = 24 * 60 * 60;
const SUCCESSOR = "https://sync.example.test/3.0/";

/** A fault in the code or members of one kind of problem. */
function problem(
  does: string,
  code: string,
  change: (reply: Reply, call: Call) => void | Promise<void>,
): Fault {
  return replying(does, async (reply, call) => {
    // The answer to a HEAD has no code, and no fault that shows.
    if (reply.json?.code === code) await change(reply, call);
  });
}

/** The same request, sent by a client that is supported. */
function upgraded(call: Call, method = call.method): Promise<Reply> {
  return call.pass({ method, headers: headersWith(call.headers, { "User-Agent": "Sync2/2.0" }) });
}

const isRefused = ({ status, json }: Reply) => status === 403 && json?.code === "upgrade-client";

const deprecated = {
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
} satisfies Partial<FaultsOf<"lifecycle">>;

const upgrade = {
  "lifecycle.upgrade.refused": answering("lets every client read the configuration", async (call) => {
    const reply = await call.pass();
    return isRefused(reply) && call.operation === "getInfoConfiguration" ? upgraded(call) : reply;
  }),

  "lifecycle.upgrade.credentials": answering(
    "asks for credentials before it looks at the client",
    async (call) => {
      const reply = await call.pass();
      if (!isRefused(reply)) return reply;
      // With a GET, since whether it is performed is of no interest here.
      const other = await upgraded(call, "GET");
      return other.status === 401 ? other : reply;
    },
  ),

  "lifecycle.upgrade.acts-not": answering(
    "looks at the client when a partial update is stored",
    async (call) => {
      const reply = await call.pass();
      if (isRefused(reply) && call.operation === "postRecord") await upgraded(call);
      return reply;
    },
  ),

  "lifecycle.link.help": problem(
    "links to an alternative instead of help",
    "upgrade-client",
    ({ headers }) => {
      headers.set("Link", (headers.get("Link") ?? "").replace(/rel=.*/, "rel=alternate"));
    },
  ),
} satisfies Partial<FaultsOf<"lifecycle">>;

const retired = {
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

export const lifecycle = { ...deprecated, ...upgrade, ...retired } satisfies FaultsOf<"lifecycle">;
