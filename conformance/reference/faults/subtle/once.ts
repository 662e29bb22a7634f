/** Faults in what is done once and has to be done again, and in names that every object has. */
import type { Change } from "../../stored-changes.ts";
import { answering, type Call } from "../fault.ts";
import { committing, SESSION } from "../support/session-leasing.ts";
import type { SubtleFault } from "./fault.ts";

const isLines = ({ headers }: Call) => headers.get("Content-Type") === "application/newlines";

/** What a deletion of a whole collection names; null where a change is none. */
function emptied(change: Change): string | null {
  return change.kind === "deleteCollections" ? `${change.partition}/${change.collections}` : null;
}

export const once: Record<string, SubtleFault> = {
  "second-deletion-in-commit-lost": {
    ...committing("deletes a collection once in a commit, however often it is staged", (staged) => {
      const seen = new Set<string>();
      return staged.flatMap(({ change }) => {
        const name = emptied(change);
        if (name === null) return [change];
        const isFirst = !seen.has(name);
        seen.add(name);
        return isFirst ? [change] : [];
      });
    }),
    caughtBy: "session.commit.order",
  },
  "staged-lines-of-any-length": {
    ...answering("stages lines of more records than a list may have", async (call) => {
      const reply = await call.pass();
      if (reply.status !== 413 || !call.headers.has(SESSION) || !isLines(call)) return reply;
      return call.pass({ text: `${call.text.split("\n").slice(0, 2).join("\n")}\n` });
    }),
    caughtBy: "limit.post-records",
  },
  "staged-lines-of-any-size": {
    ...answering("stages lines of more bytes than a list may have", async (call) => {
      const reply = await call.pass();
      if (reply.status !== 413 || !call.headers.has(SESSION) || !isLines(call)) return reply;
      return call.pass({ text: '{"id":"a"}\n' });
    }),
    caughtBy: "limit.post-bytes",
  },
  "staged-payload-of-any-size": {
    ...answering("stages a record whose payload is too large", async (call) => {
      const reply = await call.pass();
      const isSingle = call.operation === "putRecord" || call.operation === "postRecord";
      if (reply.status !== 413 || !call.headers.has(SESSION) || !isSingle) return reply;
      return call.pass({ text: '{"payload":"x"}' });
    }),
    caughtBy: "limit.payload",
  },
  "staged-request-of-any-size": {
    ...answering("stages a body of any size", async (call) => {
      const reply = await call.pass();
      if (reply.status !== 413 || !call.headers.has(SESSION)) return reply;
      return call.pass({ text: JSON.stringify(JSON.parse(call.text)) });
    }),
    caughtBy: "limit.request-bytes",
  },
  "staged-payload-in-list": {
    ...answering("stages a list of which one payload is too large", async (call) => {
      const reply = await call.pass();
      const failed = (reply.json?.failed ?? {}) as Record<string, string[]>;
      if (
        reply.status !== 202 ||
        !Object.values(failed)
          .flat()
          .some((why) => why.includes("too-large"))
      ) {
        return reply;
      }
      const success = [...reply.json.success, ...Object.keys(failed)];
      reply.json = { ...reply.json, success, failed: {} };
      return reply;
    }),
    caughtBy: "limit.payload.list",
  },
  "inherited-scope": {
    ...answering("finds no scope whose name every object has", (call) =>
      call.operation === "postSessions" && call.text.includes("/__proto__")
        ? call.pass({ text: '{"scope":[]}' })
        : call.pass(),
    ),
    caughtBy: "collection.name.ordinary",
  },
};
