/** Servers with one fault each, for the rules of `checks/auth/index.ts`. */
import { operationsAt } from "../../../contract/find-operation.ts";
import { answering, type FaultsOf, headersWith, replying } from "../fault.ts";
import { ownOf, trusting } from "../support/trust.ts";
import { authConceals } from "./conceals.ts";
import { authHawk } from "./hawk.ts";
import { authHawkFreshness } from "./hawk-freshness.ts";

/** Credentials with which somebody reached their own account. */
const seen = new Set<string>();

export const auth = {
  ...authHawk,
  ...authHawkFreshness,
  ...authConceals,
  "auth.bearer": answering("does not look for the token of a HEAD", (call) =>
    call.method === "HEAD"
      ? call.pass({ headers: headersWith(call.headers, { Authorization: null }) })
      : call.pass(),
  ),

  "auth.missing": trusting(
    "shows its configuration to everybody, since it is the same for all",
    ({ path }, given) => given === null && path === "/info/configuration",
  ),

  "auth.bad": trusting(
    "compares a token only up to the length of the one that it knows",
    (call, given) => given?.startsWith(ownOf(call)) ?? false,
  ),

  "auth.expired": {
    does: "looks at the end of credentials when they are used to write",
    handler: (next) => (request, env) => {
      const reads = request.method === "GET" || request.method === "HEAD";
      const value = env.incoming.url?.replace(/^\/expired-credentials/, "");
      return next(
        request,
        reads ? { ...env, incoming: Object.create(env.incoming, { url: { value } }) } : env,
      );
    },
  },

  "auth.scheme.case": answering("knows the names of schemes as they are written in its challenge", (call) => {
    const [scheme = ""] = call.headers.get("Authorization")?.split(" ", 1) ?? [];
    const known = ["", "Bearer", "Hawk"].includes(scheme);
    return call.pass(known ? {} : { headers: headersWith(call.headers, { Authorization: null }) });
  }),

  "auth.foreign": trusting("takes the token of any account that it knows", (call, given) => {
    if (given === ownOf(call)) seen.add(given);
    return given !== null && seen.has(given);
  }),

  "auth.unknown-path": trusting(
    "looks for the method before it looks at the credentials",
    ({ path, operation }) => operation === null && operationsAt(path).length > 0,
  ),

  "auth.challenge": replying(
    "challenges only those that send no credentials",
    ({ status, headers }, call) => {
      if (status === 401 && call.headers.has("Authorization")) headers.delete("WWW-Authenticate");
    },
  ),

  "auth.challenge.offered": replying("offers Hawk alone", ({ status, headers }, call) => {
    if (status === 401 && !call.headers.has("Authorization")) headers.set("WWW-Authenticate", "Hawk");
  }),
} satisfies FaultsOf<"auth">;
