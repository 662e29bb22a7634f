import { crypto } from "hawk";
import { publicKey } from "../../authenticate.ts";
import { answering, type Call, type FaultsOf, headersWith, type Reply, replying } from "../fault.ts";
import { trust } from "../support/trust.ts";

const CHALLENGE = "WWW-Authenticate";

/** The parts of a Hawk header; null where a call has none. */
function hawkOf({ headers }: Call): Record<string, string> | null {
  const text = headers.get("Authorization") ?? "";
  if (!text.startsWith("Hawk ")) return null;
  return Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

/** Whether the account itself signed a call, whatever else is wrong with it. */
export function isSigned(call: Call): boolean {
  const { id = "", ts = "", nonce = "", hash, mac } = hawkOf(call) ?? {};
  if (id !== call.account) return false;
  const { hostname, port } = new URL(`http://${call.headers.get("Host")}`);
  const about = {
    ts,
    nonce,
    hash,
    host: hostname,
    port: Number(port),
    method: call.method,
    resource: call.target,
  };
  return crypto.calculateMac("header", { id, key: publicKey(id), algorithm: "sha256" }, about) === mac;
}

/** A fault that is about calls with Hawk credentials which the server refuses. */
function forgiving(does: string, forgives: (call: Call, reply: Reply) => boolean | Promise<boolean>) {
  return answering(does, async (call) => {
    const reply = await call.pass();
    const forgiven = reply.status === 401 && hawkOf(call) !== null && (await forgives(call, reply));
    return forgiven ? trust(call) : reply;
  });
}

/** Accounts that reached themselves with their Hawk credentials. */
const known = new Set<string>();
/** Headers that were good once. */
const spent = new Set<string>();

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
