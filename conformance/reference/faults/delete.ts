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

  "delete.query.unexpected": answering("knows its query parameters in any case", (call) => {
    const lower = [...call.query].map(([name, value]): [string, string] => [name.toLowerCase(), value]);
    return call.pass(call.method === "DELETE" ? { query: String(new URLSearchParams(lower)) } : {});
  }),

  "delete.query.twice": answering("lets the last of two equal query parameters win", (call) =>
    call.pass(
      call.method === "DELETE" ? { query: String(new URLSearchParams(Object.fromEntries(call.query))) } : {},
    ),
  ),

  "delete.query.nothing-deleted": replying(
    "does what it understands of a query before it refuses the rest",
    async (reply, call) => {
      if (call.method !== "DELETE" || reply.status !== 422) return;
      const name = call.operation === "deletePartition" ? "collections" : "ids";
      const named = call.query.get(name);
      if (named) await call.pass({ query: `${name}=${named}` });
    },
  ),
} satisfies FaultsOf<"delete">;
