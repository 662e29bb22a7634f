/** Writes and deletions that do something else than they should. */
import { answering, type Call, headersWith, type Reply, replying } from "../fault.ts";
import { listOf } from "../support/limit.ts";
import { wait } from "../support/pause.ts";
import { peek, turnInto } from "../support/peek.ts";
import { isWrite, ownerOf } from "../support/racing.ts";
import { parse, querying, sending } from "../support/request.ts";
import { crash, problem } from "./common.ts";
import type { PublicFaults } from "./fault.ts";

export const writes: PublicFaults = {
  "delete-first-only": {
    ...querying("deletes only the first of the ids", (query, { operation }) => {
      const [first, ...more] = query.get("ids")?.split(",") ?? [];
      if (operation === "deleteCollection" && first && more.length > 0) query.set("ids", first);
    }),
    source: "dani-garcia/vaultwarden #3369: of several selected entries only the first is deleted",
    noticedBy: "collection.delete.ids",
  },

  "delete-some-missing-404": {
    ...deletingIds(
      "answers 404 and deletes nothing where one of the ids is not there",
      async (call, named, there) =>
        named.some((id) => !there.includes(id)) ? problem(call, 404, "not-found") : null,
    ),
    source: "adobe/S3Mock #92: a deletion of several objects is 404 when one does not exist",
    noticedBy: "collection.delete.ids-missing",
  },

  "delete-none-there-404": {
    ...deletingIds("answers 404 where none of the ids is there", async (call, named, there) =>
      named.every((id) => !there.includes(id)) ? problem(call, 404, "not-found") : null,
    ),
    source: "mozilla-services/syncstorage-rs #212, #225: a deletion of BSOs that finds none is an error",
    noticedBy: "collection.delete.ids-missing",
  },

  "delete-any-case": {
    ...deletingIds("deletes what differs from one of the ids in case only", async (call, named, there) => {
      const lower = new Set(named.map((id) => id.toLowerCase()));
      const ids = there.filter((id) => lower.has(id.toLowerCase()));
      return ids.length > 0 ? call.pass({ query: `ids=${ids.join()}` }) : null;
    }),
    source: "unkeyed/unkey #4091: ids are compared without case",
    noticedBy: "collection.delete.ids",
  },

  "deleted-again-fails": {
    ...deletingAgain(),
    source: "Kinto/kinto #1557: a crash when a record is deleted that is gone already",
    noticedBy: "record.delete.missing",
  },

  "delete-conflict-404": {
    ...replying("answers 404 to a DELETE of a record that a session keeps it from", (reply, call) => {
      if (call.operation !== "deleteRecord" || reply.status !== 409) return;
      turnInto(reply, 404, "not-found");
      reply.headers.delete("Retry-After");
    }),
    source: "mozilla-services/syncstorage-rs #599, #600: every error of a deletion becomes a 404",
    noticedBy: "session.lease.refused",
  },

  "refused-list-stays": {
    ...answering("has stored what stands before the element for which it refuses a list", async (call) => {
      const reply = await call.pass();
      const list = reply.status === 422 && isWrite(call) ? (listOf(call) ?? []) : [];
      const names = new Set<string>();
      for (const element of list) {
        const { collection, id } = Object(element) as { collection?: string; id?: string };
        const name = `${collection}/${id}`;
        if (names.has(name) || !(await call.pass({ text: JSON.stringify([element]) })).ok) break;
        names.add(name);
      }
      return reply;
    }),
    source: "mozilla-services/syncstorage-rs #87: an error of a handler does not roll the transaction back",
    noticedBy: "batch.refused-whole",
  },

  "duplicate-any-case": {
    ...answering("refuses a list with ids that differ in case only", async (call) => {
      const names = (listOf(call) ?? []).map((element) => {
        const { collection = "", id = "" } = Object(element) as { collection?: string; id?: string };
        return `${collection}/${id}`;
      });
      const distinct = new Set(names).size;
      const reply = await call.pass();
      if (!reply.ok || new Set(names.map((name) => name.toLowerCase())).size === distinct) return reply;
      return call.pass({ text: JSON.stringify([listOf(call)?.[0], listOf(call)?.[0]]) });
    }),
    source:
      "alibaba/nacos #15543: a new collation makes unique keys of names that differ in case only collide",
    noticedBy: "partition.post.same-id",
  },

  "collection-member-taken": {
    ...sending("takes a record of the path with the member `collection`", (body) => {
      if (typeof body.collection !== "string") return body;
      const { collection: _ignored, ...rest } = body;
      return rest;
    }),
    source: "mozilla-services/syncstorage-rs #342, #364: BSOs with a `collection` are let pass",
    noticedBy: "record.body.unexpected",
  },

  "empty-put-taken": {
    ...answering("takes a PUT without a body for an empty record", (call) => {
      if (call.operation !== "putRecord" || call.octets.length > 0) return call.pass();
      const headers = headersWith(call.headers, { "Content-Type": "application/json" });
      return call.pass({ text: '{"payload":""}', headers });
    }),
    source: "mozilla/application-services #2335: a server lets a PUT of meta/global without a body pass",
    noticedBy: "body.json",
  },

  "update-lost": {
    ...answering("reads a record, merges a POST into it, and writes it a little later", async (call) => {
      const body = call.operation === "postRecord" && isWrite(call) ? parse(call.text) : null;
      if (Object(body) !== body || Array.isArray(body) || body === null) return call.pass();
      const before = await peek(call);
      if (!before.ok) return call.pass();
      const { payload, sortindex = null } = before.json;
      await wait(30);
      return call.pass({ text: JSON.stringify({ payload, sortindex, ...(body as object) }) });
    }),
    source: "nodeSolidServer/node-solid-server #1105: concurrent patches of a document lose each other",
    noticedBy: "race.update.not-lost",
  },
};

const ID = /^[\w-]{1,64}$/;

/** A fault in a DELETE with `ids`, which knows what is there. */
function deletingIds(
  does: string,
  answer: (call: Call, named: string[], there: string[]) => Promise<Reply | null>,
) {
  return answering(does, async (call) => {
    const named = call.query.get("ids")?.split(",") ?? [];
    const isPlain = [...call.query].length === 1 && named.length > 0 && named.every((id) => ID.test(id));
    const isStaged = call.headers.has("X-Weave-Session");
    if (call.operation !== "deleteCollection" || !isPlain || isStaged) return call.pass();
    const { ok, json } = await peek(call);
    return (ok ? await answer(call, named, json?.items ?? []) : null) ?? call.pass();
  });
}

function deletingAgain() {
  const deleted = new Set<string>();
  return answering("answers 500 to a second DELETE of a record", async (call) => {
    const reply = await call.pass();
    const name = `${ownerOf(call)}${call.path}`;
    if (call.operation !== "deleteRecord") return reply;
    if (reply.status === 404 && deleted.has(name)) crash(reply);
    if (reply.status === 204) deleted.add(name);
    return reply;
  });
}
