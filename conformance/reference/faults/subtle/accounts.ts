/** Faults by which one account has a part in another, or a session that has ended in what comes after it. */
import { answering, type Fault, headersWith } from "../fault.ts";
import { asked, leasing, rememberingOwners, SESSION } from "../support/session-leasing.ts";
import type { SubtleFault } from "./fault.ts";

export const accounts: Record<string, SubtleFault> = {
  "stages-for-another": { ...stagingForOwner(), caughtBy: "model.accounts.apart" },

  "continues-another": { ...continuingAnother(), caughtBy: "model.accounts.apart" },

  "ended-list-accepted": {
    ...answering("stages a list for a session that was committed, and forgets it", async (call) => {
      const reply = await call.pass();
      if (reply.status !== 410 || call.operation !== "postPartition" || reply.json?.outcome !== "committed")
        return reply;
      const dropped = await call.pass({
        method: "GET",
        path: "/info/quota",
        headers: headersWith(call.headers, { [SESSION]: null }),
        query: "",
      });
      dropped.status = 202;
      dropped.json = { success: JSON.parse(call.text).map(({ id }: { id: string }) => id), failed: {} };
      return dropped;
    }),
    caughtBy: "model.sessions.ended",
  },

  "ended-outcome-last": {
    ...leasing("says of a session that was aborted that it was committed, once another was", (sessions) => {
      const committed = new Map<string, number>();
      return {
        commit(account, id, quota) {
          const written = sessions.commit(account, id, quota);
          committed.set(account, written.version);
          return written;
        },
        find(account, id) {
          const found = sessions.find(account, id);
          const version = committed.get(account);
          if (found?.outcome !== "aborted" || version === undefined) return found;
          return { ...found, outcome: "committed", committed: version };
        },
      };
    }),
    caughtBy: "model.sessions.ended",
  },
};

/** Takes a list that carries the session of another account for one of that account. */
function stagingForOwner(): Fault {
  return leasing("stages a list that carries the session of another account for that account", (sessions) => {
    const { begin, ownerOf } = rememberingOwners(sessions);
    const isList = () => asked()?.operation === "postCollection" || asked()?.operation === "postPartition";
    const staging = (account: string, id: string) => (isList() ? ownerOf(account, id) : account);
    return {
      begin,
      find: (account, id) => sessions.find(staging(account, id), id),
      stage: (account, id, changes, amount) => sessions.stage(staging(account, id), id, changes, amount),
    };
  });
}

/** Answers an offset that it gave to another account with the page of that one. */
function continuingAnother(): Fault {
  const owners = new Map<string, { account: string; authorization: string }>();
  return {
    does: "continues with an offset the listing of the account to which it was given",
    handler: (next) => async (request, env) => {
      const url = env.incoming.url ?? "";
      const offset = new URLSearchParams(url.split("?")[1]).get("offset") ?? "";
      const account = url.split("?")[0]?.split("/")[2] ?? "";
      const owner = owners.get(offset);
      const foreign = owner !== undefined && owner.account !== account;
      const incoming = foreign
        ? Object.create(env.incoming, { url: { value: url.replace(`/${account}`, `/${owner.account}`) } })
        : env.incoming;
      const inner = foreign
        ? new Request(request, {
            headers: headersWith(request.headers, { Authorization: owner.authorization }),
          })
        : request;
      const response = await next(inner, { ...env, incoming });
      const given = response.headers.get("X-Weave-Next-Offset");
      const authorization = request.headers.get("Authorization") ?? "";
      if (given !== null && !foreign) owners.set(given, { account, authorization });
      return response;
    },
  };
}
