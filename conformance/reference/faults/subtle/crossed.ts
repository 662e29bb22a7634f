/** Faults in one form of a write, one spelling of a request or one status of an answer. */
import { Buffer } from "node:buffer";
import { answering, type Call, type Fault, headersWith, replying } from "../fault.ts";
import { MODIFIED, UNMODIFIED } from "../support/peek.ts";
import { refused } from "../support/request.ts";
import { leasing, SESSION } from "../support/session-leasing.ts";
import { without } from "./changing.ts";
import type { SubtleFault } from "./fault.ts";

const isStaged = ({ headers }: Call) => headers.has(SESSION);
const isList = ({ operation }: Call) => operation === "postCollection" || operation === "postPartition";
const isLines = ({ headers }: Call) => headers.get("Content-Type") === "application/newlines";
const isListing = ({ operation }: Call) => operation === "getCollection" || operation === "getPartition";

/** A fault that reads a body otherwise than it stands. */
function reading(does: string, applies: (call: Call) => boolean, read: (text: string) => string): Fault {
  return answering(does, (call) => {
    if (!applies(call) || call.octets.length === 0) return call.pass();
    const text = read(call.text);
    return call.pass(text === call.text ? {} : { text });
  });
}

/** A fault that does not look at some fields of a header. */
function overlooking(does: string, applies: (call: Call) => boolean, ...names: string[]): Fault {
  return answering(does, (call) =>
    applies(call)
      ? call.pass({
          headers: headersWith(call.headers, Object.fromEntries(names.map((name) => [name, null]))),
        })
      : call.pass(),
  );
}

/** A fault that leaves a parameter out which has no value, not even an empty one. */
function forgetting(name: string, operation: string): Fault {
  return answering(`takes \`${name}\` without a value for its absence`, (call) => {
    const query = call.target.split("?")[1] ?? "";
    const left = query.split("&").filter((part) => part !== name);
    return call.operation === operation ? call.pass({ query: left.join("&") }) : call.pass();
  });
}

/** A session of an account counts for the most that there may be, as long as it ended so. */
function countingEnded(does: string, outcome: "aborted" | "expired"): Fault {
  return leasing(does, (sessions) => {
    const begun = new Map<string, string[]>();
    return {
      begin(account, lease) {
        const session = sessions.begin(account, lease);
        begun.set(account, [...(begun.get(account) ?? []), session.id]);
        return session;
      },
      live(account) {
        const over = (begun.get(account) ?? []).flatMap((id) => sessions.find(account, id) ?? []);
        const counted = over.filter((session) => session.outcome === outcome);
        return [...sessions.live(account), ...counted.map((one) => ({ ...one, scope: [], left: 1000 }))];
      },
    };
  });
}

export const crossed: Record<string, SubtleFault> = {
  "staged-octets-repaired": {
    ...reading(
      "stages a list of lines that is not UTF-8",
      (call) => isLines(call) && isStaged(call),
      (text) => `${text}\n`,
    ),
    caughtBy: "body.utf8",
  },
  "lines-coding-overlooked": {
    ...overlooking("does not look at the content coding of lines", isLines, "Content-Encoding"),
    caughtBy: "body.encoding.other",
  },
  "two-values-in-a-line": {
    ...reading("takes several values in one line", isLines, (text) => text.replace(/\}\s*\{/g, "}\n{")),
    caughtBy: "body.json",
  },
  "white-space-of-others": {
    ...reading(
      "takes what other languages call white space around a body",
      (call) => !isLines(call),
      (text) => text.replace(/^\u00a0+|\f+$/g, ""),
    ),
    caughtBy: "body.json",
  },
  "lines-twice": {
    ...reading("stores the last of the lines that have one id", isLines, (text) => {
      const idOf = (line: string) => /"id":"[^"]*"/.exec(line)?.[0] ?? line;
      const collectionOf = (line: string) => /"collection":"[^"]*"/.exec(line)?.[0] ?? "";
      const last = new Map(text.split("\n").map((line) => [collectionOf(line) + idOf(line), line]));
      return [...last.values()].join("\n");
    }),
    caughtBy: "batch.duplicate",
  },
  "valueless-ids": { ...forgetting("ids", "deleteCollection"), caughtBy: "query.ids.syntax" },
  "valueless-collections": {
    ...forgetting("collections", "deletePartition"),
    caughtBy: "query.collections.syntax",
  },
  "valueless-keep": { ...forgetting("keep", "deleteAccount"), caughtBy: "keep.syntax" },
  "filter-in-brackets": {
    ...answering("reads `limit[]` of a listing as `limit`", (call) => {
      const query = new URLSearchParams(call.query);
      const limit = query.get("limit[]");
      if (!isListing(call) || limit === null) return call.pass();
      query.set("limit", limit);
      return call.pass({ query: query.toString() });
    }),
    caughtBy: "query.unknown.ignored",
  },
  "encoded-list-path": {
    ...answering("finds no collection for a list whose path is percent-encoded", (call) =>
      isList(call) && call.path.includes("%") ? call.pass({ path: "/nowhere" }) : call.pass(),
    ),
    caughtBy: "path.encoded",
  },
  "path-ends-at-semicolon": {
    ...answering("reads a path up to a semicolon", (call) =>
      call.pass({ path: call.path.replace(/;[^/]*$/, "") }),
    ),
    caughtBy: "record.id.syntax",
  },
  "staged-accept-overlooked": {
    ...overlooking(
      "does not look at `Accept` of a list that is staged",
      (call) => isList(call) && isStaged(call),
      "Accept",
    ),
    caughtBy: "accept.none",
  },
  "further-page-json": {
    ...overlooking(
      "sends a further page as JSON, whatever `Accept` says",
      (call) => isListing(call) && call.query.has("offset"),
      "Accept",
    ),
    caughtBy: "accept.weights",
  },
  "condition-of-any": {
    ...answering("takes `*` as a condition for none", (call) => {
      const any = [MODIFIED, UNMODIFIED].filter((name) => call.headers.get(name) === "*");
      const none = Object.fromEntries(any.map((name) => [name, null]));
      return call.pass(any.length > 0 ? { headers: headersWith(call.headers, none) } : {});
    }),
    caughtBy: "conditional.unmodified.syntax",
  },
  "commit-acceptable-first": {
    ...answering("looks at `Accept` of a commit before it looks for the session", async (call) => {
      const reply = await call.pass();
      const isOver = reply.status === 410 && call.path.endsWith("/commit");
      return isOver && call.headers.get("Accept") === "text/html" ? refused(call, 422) : reply;
    }),
    caughtBy: "order.session-ended-first",
  },
  "version-zero-left-out": {
    ...replying("leaves the version out of a 410 where it is 0", (reply) => {
      if (reply.status === 410 && reply.json?.version === 0) reply.json = without(reply.json, "version");
    }),
    caughtBy: "session.ended.committed",
  },
  "aborted-go-on-counting": {
    ...countingEnded("counts aborted sessions for `max_sessions`", "aborted"),
    caughtBy: "session.begin.disjoint",
  },
  "expired-go-on-counting": {
    ...countingEnded("counts sessions that have expired for `max_sessions`", "expired"),
    caughtBy: "session.begin.disjoint",
  },
  "head-remembered": { ...rememberingHeads(), caughtBy: "collection.head" },
  "conflict-without-alert": {
    ...replying("announces no message with a 409", (reply) => {
      if (reply.status === 409) reply.headers.delete("X-Weave-Alert");
    }),
    caughtBy: "message.alert.present",
  },
  "long-client-names": {
    ...answering("tells clients apart by the first 32 characters of their names", (call) => {
      const name = call.headers.get("X-Weave-Client") ?? "";
      const short = name.length > 32 && name.length <= 64;
      return call.pass(
        short ? { headers: headersWith(call.headers, { "X-Weave-Client": name.slice(0, 32) }) } : {},
      );
    }),
    caughtBy: "message.acknowledge.this-client",
  },
  "later-pages-unconditional": {
    ...overlooking(
      "does not look at the conditions of a further page",
      (call) => isListing(call) && call.query.has("offset"),
      MODIFIED,
      UNMODIFIED,
    ),
    caughtBy: "conditional.modified.syntax",
  },
  "nothing-stored-nothing-said": {
    ...replying("does not say what is left of the quota when it stored nothing", (reply, call) => {
      if (isList(call) && reply.status === 200 && reply.json?.success?.length === 0)
        reply.headers.delete("X-Weave-Quota-Remaining");
    }),
    caughtBy: "quota.remaining.present",
  },
  "staged-list-of-any-length": {
    ...answering("stages a list of more than `max_post_records`", async (call) => {
      const reply = await call.pass();
      if (reply.status !== 413 || !isStaged(call) || !isList(call)) return reply;
      const list = JSON.parse(String(Buffer.from(call.octets))) as unknown[];
      return list.length > 100 ? call.pass({ text: JSON.stringify(list.slice(0, 100)) }) : reply;
    }),
    caughtBy: "limit.post-records",
  },
};

/** Answers a GET with the body of a HEAD, which has none, until the version rises. */
function rememberingHeads(): Fault {
  const asked = new Set<string>();
  return replying("answers a GET with what it remembers of the HEAD before it", (reply, call) => {
    if (reply.status !== 200) return;
    const name = `${call.target} ${reply.headers.get("X-Last-Modified-Version")}`;
    if (call.method === "HEAD") asked.add(name);
    else if (call.method === "GET" && asked.has(name)) reply.text = "";
  });
}
