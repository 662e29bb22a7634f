/** Servers with one fault each, for the rules of `checks/lifecycle/upgrade.ts`. */
import { answering, type Call, type FaultsOf, headersWith, type Reply } from "../fault.ts";
import { problem } from "../support/lifecycle.ts";

/** The same request, sent by a client that is supported. */
function upgraded(call: Call, method = call.method): Promise<Reply> {
  return call.pass({ method, headers: headersWith(call.headers, { "User-Agent": "Sync2/2.0" }) });
}

const isRefused = ({ status, json }: Reply) => status === 403 && json?.code === "upgrade-client";

export const lifecycleUpgrade = {
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
