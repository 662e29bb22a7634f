import { type Call, type Fault, replying } from "../fault.ts";
import { turnInto } from "../support/peek.ts";
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

/** Faults in the header fields of what is not an ordinary success. */
export const answers: Record<string, SubtleFault> = {
  "not-modified-dated-once": { ...remembering(304), caughtBy: "header.timestamp.monotonic" },
  "failed-condition-dated-once": { ...remembering(412), caughtBy: "header.timestamp.monotonic" },
  "refusals-dated-once": {
    ...remembering(401, 405, 406, 410, 415, 422),
    caughtBy: "header.timestamp.monotonic",
  },
  "missing-dated-once": { ...remembering(404), caughtBy: "header.timestamp.monotonic" },
  "conflict-dated-once": { ...remembering(409), caughtBy: "header.timestamp.monotonic" },
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
