/** Faults in the header fields of what is not an ordinary success. */
import { PARTITIONS } from "../../../contract/document.ts";
import { answering, type Call, type Fault, replying } from "../fault.ts";
import { peek, turnInto, VERSION } from "../support/peek.ts";
import type { SubtleFault } from "./fault.ts";

const TIMESTAMP = "X-Weave-Timestamp";

/** A fault that makes a refusal of each kind once, and sends it again with the time at which it was made. */
function remembering(...statuses: number[]): Fault {
  const made = new Map<string, string>();
  return replying(
    `dates each answer ${statuses.join(", ")} by the first one of its kind`,
    (reply, { account }) => {
      if (!statuses.includes(reply.status)) return;
      const key = `${account} ${reply.status}`;
      const time = made.get(key) ?? reply.headers.get(TIMESTAMP) ?? "";
      made.set(key, time);
      reply.headers.set(TIMESTAMP, time);
    },
  );
}

/** A fault that leaves `X-Weave-Store` out of some refusals. */
function storeless(does: string, applies: (call: Call, status: number) => boolean): Fault {
  return replying(`leaves \`X-Weave-Store\` out of ${does}`, (reply, call) => {
    if (applies(call, reply.status)) reply.headers.delete("X-Weave-Store");
  });
}

/** A fault that keeps the times of reads by their versions. */
function keepingViews(does: string): Fault {
  const kept = new Map<string, string>();
  return replying(does, (reply, { method, target }) => {
    if (reply.status !== 200 || (method !== "GET" && method !== "HEAD")) return;
    const key = `${method} ${target} ${reply.headers.get(VERSION)}`;
    const time = kept.get(key) ?? reply.headers.get(TIMESTAMP) ?? "";
    kept.set(key, time);
    reply.headers.set(TIMESTAMP, time);
  });
}

/** A fault that dates a deletion by what it removes: of much, by the newest of its records. */
function datingDeletions(): Fault {
  return answering("dates a deletion by the newest record that it removes", async (call) => {
    const { method, operation, path } = call;
    if (method !== "DELETE" || operation === "deleteSession" || operation === "deleteMessage")
      return call.pass();
    const targets = path.length > 1 ? [path] : PARTITIONS.map((name) => `/${name}`);
    const times: number[] = [];
    for (const target of targets) {
      const { json } = await peek(call, target, "full=");
      for (const { modified } of json?.items ?? [json ?? {}]) if (modified) times.push(modified);
    }
    const reply = await call.pass();
    if (reply.status === 204 && times.length > 0) reply.headers.set(TIMESTAMP, String(Math.max(...times)));
    return reply;
  });
}

/** A fault that dates what a record is refused for by the record. */
function datingRefusals(): Fault {
  return replying("dates a refusal by the record that it is about", async (reply, call) => {
    if (![304, 409, 412, 415, 422].includes(reply.status) || call.path.split("/").length !== 4) return;
    const { json } = await peek(call);
    if (json?.modified) reply.headers.set(TIMESTAMP, String(json.modified));
  });
}

/** A fault that dates a commit by the beginning of its session. */
function datingCommits(): Fault {
  const begun = new Map<string, string>();
  return replying("dates a commit by the beginning of its session", (reply, { operation, path }) => {
    const time = reply.headers.get(TIMESTAMP) ?? "";
    if (operation === "postSessions" && reply.status === 201) begun.set(reply.json.id, time);
    if (operation !== "postSessionCommit" || reply.status !== 200) return;
    reply.headers.set(TIMESTAMP, begun.get(path.split("/")[2] ?? "") ?? time);
  });
}

export const answers: Record<string, SubtleFault> = {
  "not-modified-dated-once": { ...remembering(304), caughtBy: "header.timestamp.monotonic" },
  "failed-condition-dated-once": { ...remembering(412), caughtBy: "header.timestamp.monotonic" },
  "refusals-dated-once": {
    ...remembering(405, 406, 410, 415, 422),
    caughtBy: "header.timestamp.monotonic",
  },
  "missing-dated-once": { ...remembering(404), caughtBy: "header.timestamp.monotonic" },
  "conflict-dated-once": { ...remembering(409), caughtBy: "header.timestamp.monotonic" },
  "view-kept-with-its-time": {
    ...keepingViews("sends what it has kept of a read with the time of then, until the version rises"),
    caughtBy: "header.timestamp.monotonic",
  },
  "deletion-dated-by-target": { ...datingDeletions(), caughtBy: "header.timestamp.monotonic" },
  "refusal-dated-by-record": { ...datingRefusals(), caughtBy: "header.timestamp.monotonic" },
  "commit-dated-by-session": { ...datingCommits(), caughtBy: "header.timestamp.monotonic" },
  "sessions-refused-without-store": {
    ...storeless(
      "a refusal of a session for its form",
      ({ operation }, status) => operation === "postSessions" && (status === 415 || status === 422),
    ),
    caughtBy: "header.store.present",
  },
  "conflict-without-store": {
    ...storeless("a 409", (_, status) => status === 409),
    caughtBy: "header.store.present",
  },
  "list-refused-without-store": {
    ...storeless(
      "the refusal of a list",
      ({ operation }, status) => operation === "postPartition" && (status === 415 || status === 422),
    ),
    caughtBy: "header.store.present",
  },
  "head-of-lines-refused": {
    ...replying("has no lines for a HEAD", (reply, call) => {
      const isListing = call.operation === "headCollection" || call.operation === "headPartition";
      if (!isListing || call.headers.get("Accept") !== "application/newlines") return;
      turnInto(reply, 406, "not-acceptable");
      reply.text = "";
    }),
    caughtBy: "partition.head",
  },
};
