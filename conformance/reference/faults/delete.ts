/** Servers with one fault each, for the rules of `checks/delete.ts`. */
import { answering, type FaultsOf, replying } from "./fault.ts";

export const deletion = {
  "delete.ok": replying(
    "answers the DELETE of a record as Sync 1.5 did, with a body",
    (reply, { operation }) => {
      if (operation !== "deleteRecord" || !reply.ok) return;
      reply.status = 200;
      reply.headers.set("Content-Type", "application/json");
      reply.json = { modified: Number(reply.headers.get("X-Weave-Timestamp")) };
    },
  ),

  "delete.query.unexpected": answering(
    "takes a DELETE of / whose `keep` is misspelt for one of all",
    (call) => {
      const keep = call.query.getAll("keep").map((paths): [string, string] => ["keep", paths]);
      return call.pass(
        call.operation === "deleteAccount" ? { query: String(new URLSearchParams(keep)) } : {},
      );
    },
  ),

  "delete.query.twice": answering("lets the last of two equal query parameters win", (call) =>
    call.pass(
      call.method === "DELETE" ? { query: String(new URLSearchParams(Object.fromEntries(call.query))) } : {},
    ),
  ),

  "delete.query.nothing-deleted": replying(
    "does what it understands of a query before it refuses the rest",
    async (reply, call) => {
      if (call.method !== "DELETE" || reply.status !== 422) return;
      const name =
        { deleteAccount: "keep", deletePartition: "collections" }[call.operation as string] ?? "ids";
      const named = call.query.get(name);
      if (named) await call.pass({ query: `${name}=${named}` });
    },
  ),
} satisfies FaultsOf<"delete">;
