/** Servers with one fault each, for the rules of `checks/auth/hawk-freshness.ts`. */
import { answering, type FaultsOf, replying } from "../fault.ts";
import { forgiving, hawkOf } from "../support/auth.ts";
import { trust } from "../support/trust.ts";

const CHALLENGE = "WWW-Authenticate";

/** Headers that were good once. */
const spent = new Set<string>();

export const authHawkFreshness = {
  "auth.hawk.replay": answering("remembers the nonces of writes only", async (call) => {
    const reply = await call.pass();
    const header = call.headers.get("Authorization");
    if (hawkOf(call) === null || header === null || call.method !== "GET") return reply;
    if (reply.status !== 401) spent.add(header);
    return reply.status === 401 && spent.has(header) ? trust(call) : reply;
  }),

  "auth.hawk.stale": forgiving("takes what comes from the future", (call, { headers }) => {
    const { ts } = hawkOf(call) ?? {};
    return headers.get(CHALLENGE)?.includes("tsm=") === true && Number(ts) > Date.now() / 1000;
  }),

  "auth.hawk.stale-time": replying("gives its time without a code", ({ headers }) => {
    const challenge = headers.get(CHALLENGE);
    if (challenge?.includes("tsm=")) headers.set(CHALLENGE, challenge.replace(/,? ?tsm="[^"]*"/, ""));
  }),
} satisfies Partial<FaultsOf<"auth">>;
