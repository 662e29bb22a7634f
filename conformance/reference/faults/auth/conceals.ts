/** Servers with one fault each, for the rules of `checks/auth/conceals.ts`. */
import { answering, type FaultsOf, replying } from "../fault.ts";
import { ownOf, trust } from "../support/trust.ts";

export const authConceals = {
  "auth.conceals.headers": replying(
    "tells the version of the account in every response",
    async ({ status, headers }, call) => {
      if (status !== 401 || call.account === null) return;
      const { headers: own } = await call.pass({
        method: "GET",
        path: "/info/collections",
        query: "",
        headers: { Authorization: ownOf(call) },
      });
      headers.set("X-Last-Modified-Version", own.get("X-Last-Modified-Version") as string);
    },
  ),

  "auth.conceals.body": replying("tells in a 401 whether there is anything to see", async (reply, call) => {
    if (reply.status !== 401 || call.account === null || call.method === "HEAD") return;
    const { ok } = await trust(call, "GET");
    reply.json = { ...reply.json, detail: ok ? "This belongs to somebody else." : "There is nothing here." };
  }),

  "auth.acts-not": answering(
    "looks at the credentials of a partial update when it is stored",
    async (call) => {
      const reply = await call.pass();
      if (reply.status === 401 && call.operation === "postRecord") await trust(call);
      return reply;
    },
  ),
} satisfies Partial<FaultsOf<"auth">>;
