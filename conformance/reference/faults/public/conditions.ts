/** Conditions that are compared with the wrong thing, or not at all. */
import { answering, type Call, headersWith, type Reply, replying } from "../fault.ts";
import {
  currentVersion,
  MODIFIED,
  parentOf,
  peek,
  turnInto,
  UNMODIFIED,
  versionIn,
  versionOf,
} from "../support/peek.ts";
import { isWrite, ownerOf } from "../support/racing.ts";
import { writesRecord } from "../support/request.ts";
import type { PublicFaults } from "./fault.ts";

/** Seconds of the writes that took a version, by owner and version. */
const seconds = new Map<string, string>();

export const conditions: PublicFaults = {
  "condition-by-second": {
    ...answering(
      "lets X-If-Unmodified-Since-Version pass where the target was written in the same second as that version",
      async (call) => {
        const condition = versionIn(call, UNMODIFIED);
        let headers = call.headers;
        if (condition !== null && isWrite(call)) {
          const target = call.path.length < 2 ? await currentVersion(call) : versionOf(await peek(call));
          const second = seconds.get(`${ownerOf(call)} ${condition}`);
          if (second !== undefined && second === seconds.get(`${ownerOf(call)} ${target}`))
            headers = headersWith(headers, { [UNMODIFIED]: null });
        }
        const reply = await call.pass({ headers });
        const time = reply.headers.get("X-Weave-Timestamp");
        if (isWrite(call) && reply.ok && time) seconds.set(`${ownerOf(call)} ${versionOf(reply)}`, time);
        return reply;
      },
    ),
    source:
      "apache/opendal #8296: ownCloud makes ETags of a time in seconds, so two writes in one second share one",
    noticedBy: "conditional.unmodified.write",
  },

  "head-condition-fails": {
    ...replying("answers 412 to every HEAD of a record with X-If-Unmodified-Since-Version", (reply, call) => {
      if (call.operation === "headRecord" && call.headers.has(UNMODIFIED) && reply.ok)
        turnInto(reply, 412, "precondition-failed", versionOf(reply));
    }),
    source: "bitfireAT/davx5-ose #1365: a HEAD with the current ETag in If-Match is 412",
    noticedBy: "conditional.unmodified.unchanged",
  },

  "modified-as-unmodified": {
    ...answering("takes X-If-Modified-Since-Version on a PUT for X-If-Unmodified-Since-Version", (call) => {
      const condition = call.headers.get(MODIFIED);
      if (call.method !== "PUT" || condition === null || call.headers.has(UNMODIFIED)) return call.pass();
      return call.pass({ headers: headersWith(call.headers, { [UNMODIFIED]: condition, [MODIFIED]: null }) });
    }),
    source: "remotestorage/armadietto #104: If-Match and If-None-Match are treated as one and the same",
    noticedBy: "conditional.modified.ignored",
  },

  "unchanged-is-412": {
    ...replying("answers 412 rather than 304 where nothing has changed", (reply) => {
      if (reply.status === 304) turnInto(reply, 412, "precondition-failed", versionOf(reply));
    }),
    source: "jcoglan/restore #11: a GET whose If-None-Match fails is 412 rather than 304",
    noticedBy: "conditional.modified.unchanged",
  },

  "record-condition-of-collection": {
    ...answering("compares X-If-Modified-Since-Version on a record with its collection", async (call) => {
      const condition = versionIn(call, MODIFIED);
      if (call.operation !== "getRecord" || condition === null) return call.pass();
      const isOlder = condition < versionOf(await peek(call, parentOf(call.path)));
      return call.pass(isOlder ? { headers: headersWith(call.headers, { [MODIFIED]: null }) } : {});
    }),
    source:
      "JavaScriptSolidServer #317: If-None-Match is compared with the ETag of the directory, not of what is shown",
    noticedBy: "conditional.modified.unchanged",
  },

  "list-condition-of-partition": {
    ...answering("compares the condition of a list to a collection with the partition", async (call) => {
      const condition = versionIn(call, UNMODIFIED);
      if (call.operation !== "postCollection" || condition === null) return call.pass();
      const partition = versionOf(await peek(call, parentOf(call.path)));
      const collection = await peek(call);
      if (condition === 0 || !collection.ok || condition >= partition) return call.pass();
      turnInto(collection, 412, "precondition-failed", versionOf(collection));
      return collection;
    }),
    source: "open-metadata/OpenMetadata #30885: the ETag that a GET gives is not the one that PATCH compares",
    noticedBy: "conditional.unmodified.unchanged",
  },

  "post-unconditional": {
    ...answering("ignores conditions on a POST of a record", (call) =>
      call.pass(
        call.operation === "postRecord" && versionIn(call, UNMODIFIED) !== null
          ? { headers: headersWith(call.headers, { [UNMODIFIED]: null }) }
          : {},
      ),
    ),
    source: "CommunitySolidServer #1771: conditions are not passed on for PATCH",
    noticedBy: "conditional.unmodified.write",
  },

  "deleted-record-not-missing": {
    ...remembering("record", "answers 412 to a PUT of a deleted record with condition 0", {
      isOne: (call) => versionIn(call, UNMODIFIED) === 0,
      change: () => {},
    }),
    source: "Kinto/kinto #127: If-None-Match: * fails for what existed once and was deleted",
    noticedBy: "conditional.unmodified.create",
  },

  "deleted-collection-not-missing": {
    ...remembering("collection", "answers 412 to a list with condition 0 to a deleted collection", {
      isOne: (call) => versionIn(call, UNMODIFIED) === 0,
      change: () => {},
    }),
    source: "mozilla-services/go-syncstorage #169: a deleted collection keeps its last-modified time",
    noticedBy: "conditional.unmodified.create",
  },

  "deleted-record-conflicts": {
    ...remembering("record", "answers 409 to a PUT without condition of a record that was deleted", {
      isOne: (call) => !call.headers.has(UNMODIFIED),
      change: (reply) => turnInto(reply, 409, "conflict"),
    }),
    source: "apache/couchdb #2139: a conflict when a document is added that was deleted before",
    noticedBy: "record.created",
  },

  "missing-condition-404": {
    ...replying("answers 404 to a write on a missing record with a condition of 1 or more", (reply, call) => {
      if (reply.status === 412 && writesRecord(call) && versionOf(reply) === 0)
        turnInto(reply, 404, "not-found");
    }),
    source: "ceph/s3-tests #663: a PUT with If-Match of a missing object is 404 here and 412 there",
    noticedBy: "conditional.unmodified.gone",
  },

  "condition-32-bits": {
    ...answering("reads a condition beyond 2^31 - 1 as 0", (call) => {
      const large = [MODIFIED, UNMODIFIED].filter((name) => (versionIn(call, name) ?? 0) > 0x7fffffff);
      const zeros = Object.fromEntries(large.map((name) => [name, "0"]));
      return call.pass({ headers: headersWith(call.headers, zeros) });
    }),
    source: "zanders3/json #32: numbers beyond 2^31 are read as 0",
    noticedBy: "conditional.unmodified.unchanged",
  },

  "malformed-condition-400": {
    ...replying("answers 400 to a GET of a record with a malformed condition", (reply, call) => {
      const malformed = (name: string) => call.headers.has(name) && versionIn(call, name) === null;
      if (call.operation !== "getRecord" || reply.status !== 422) return;
      if (malformed(MODIFIED) || malformed(UNMODIFIED)) turnInto(reply, 400, "invalid-request");
    }),
    source: "Kinto/kinto #978: a GET of an object with a malformed If-Match is 400",
    noticedBy: "conditional.unmodified.syntax",
  },
};

/** The writes that may not create again what was deleted under a fault, and the answer that replaces their 412. */
interface Refusing {
  isOne(call: Call): boolean;
  change(reply: Reply): void;
}

/** A fault that remembers what was deleted, and may refuse to store it again. */
function remembering(kind: "record" | "collection", does: string, { isOne, change }: Refusing) {
  const deleted = new Set<string>();
  const [removes, stores] =
    kind === "record" ? ["deleteRecord", "putRecord"] : ["deleteCollection", "postCollection"];
  return answering(does, async (call) => {
    const name = `${ownerOf(call)}${call.path}`;
    if (!isWrite(call)) return call.pass();
    if (call.operation === stores && deleted.has(name) && isOne(call) && (await peek(call)).status === 404) {
      // This is 412 for what is missing, unless the server refuses the request for something else before.
      const reply = await call.pass({ headers: headersWith(call.headers, { [UNMODIFIED]: "1" }) });
      if (reply.status === 412) change(reply);
      return reply;
    }
    const reply = await call.pass();
    if (call.operation === removes && reply.ok && !call.query.has("ids")) deleted.add(name);
    return reply;
  });
}
