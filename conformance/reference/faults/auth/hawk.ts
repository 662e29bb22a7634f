/** Servers with one fault each, for the rules of `checks/auth/hawk.ts`. */
import { answering, type FaultsOf, headersWith } from "../fault.ts";
import { forgiving, hawkOf, isSigned } from "../support/auth.ts";
import { trust } from "../support/trust.ts";

/** Accounts that reached themselves with their Hawk credentials. */
const known = new Set<string>();

export const authHawk = {
  "auth.hawk": answering("wants a payload hash with every body", (call) => {
    const hawk = hawkOf(call);
    if (hawk === null || call.text === "" || hawk.hash !== undefined) return call.pass();
    return call.pass({ headers: headersWith(call.headers, { Authorization: null }) });
  }),

  "auth.hawk.mac": forgiving("leaves the query out of what it verifies", async (call) => {
    if (call.query.size === 0 || call.method !== "GET") return false;
    return (await call.pass({ query: "" })).status !== 401;
  }),

  "auth.hawk.id": answering("takes the key of the account in the path, whatever the id", (call) => {
    if (hawkOf(call) === null) return call.pass();
    const own = call.headers.get("Authorization")?.replace(/\bid="[^"]*"/, `id="${call.account}"`);
    return call.pass({ headers: headersWith(call.headers, { Authorization: own ?? null }) });
  }),

  "auth.hawk.foreign": answering("takes the Hawk credentials of any account that it knows", async (call) => {
    const reply = await call.pass();
    const id = hawkOf(call)?.id;
    if (id === undefined) return reply;
    if (reply.status !== 401) known.add(id);
    return reply.status === 401 && id !== call.account && known.has(id) ? trust(call) : reply;
  }),

  "auth.hawk.hash": forgiving("does not look at the hash of a list", (call) => {
    return call.operation === "postCollection" && isSigned(call);
  }),
} satisfies Partial<FaultsOf<"auth">>;
