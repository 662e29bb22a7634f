/** Faults in reading what may be written in several ways, or is easily taken for something else. */
import { LIMITS } from "../../service-limits.ts";
import { answering, type Call, type Fault, headersWith, storing } from "../fault.ts";
import { UNMODIFIED } from "../support/peek.ts";
import { type Sent, taking, without } from "./changing.ts";
import type { SubtleFault } from "./fault.ts";

const MODIFIED = "X-If-Modified-Since-Version";

const isListing = ({ operation }: Call) => operation === "getCollection" || operation === "getPartition";
const isList = ({ operation }: Call) => operation === "postCollection" || operation === "postPartition";

/** Takes a weight of a field for zero only where it is written `0`. */
function readingZero(field: string): Fault {
  return answering(`takes a weight of \`${field}\` for zero only where it is written \`0\``, (call) => {
    const given = call.headers.get(field);
    const read = given?.replace(/;\s*q=0\.0+\s*(?=,|$)/gi, "") ?? null;
    return call.pass({ headers: headersWith(call.headers, { [field]: read }) });
  });
}

const KNOWN = ["id", "version", "modified", "payload", "sortindex", "ttl"];

function withoutUnknownNull(record: Sent): Sent {
  const odd = Object.keys(record).filter((name) => record[name] === null && !KNOWN.includes(name));
  return without(record, ...odd);
}

export const spelling: Record<string, SubtleFault> = {
  "list-integral-refused": {
    ...answering("takes `1.0` for no integer in a list", (call) =>
      isList(call) && /"(?:sortindex|ttl)":-?\d+\.0/.test(call.text)
        ? call.pass({ text: call.text.replace(/("(?:sortindex|ttl)":-?\d+)\.0/, "$1.5") })
        : call.pass(),
    ),
    caughtBy: "record.integer.integral",
  },
  "limit-32-bits": {
    ...answering("reads the lowest 32 bits of `limit`", (call) => {
      const limit = call.query.get("limit");
      if (!isListing(call) || limit === null || !(Number(limit) >= 2 ** 32)) return call.pass();
      const query = new URLSearchParams(call.query);
      query.set("limit", String(Math.max(1, Number(limit) % 2 ** 32)));
      return call.pass({ query: query.toString() });
    }),
    caughtBy: "list.limit.least",
  },
  "older-32-bits": {
    ...answering("reads the lowest 32 bits of `older`", (call) => {
      const older = call.query.get("older");
      if (!isListing(call) || older === null || !(Number(older) >= 2 ** 32)) return call.pass();
      const query = new URLSearchParams(call.query);
      query.set("older", String(Number(older) % 2 ** 32));
      return call.pass({ query: query.toString() });
    }),
    caughtBy: "list.older.strict",
  },
  "older-zero": {
    ...storing("takes `older=0` for no bound", (store) => ({
      list: (account, query) => store.list(account, { ...query, older: query.older || null }),
    })),
    caughtBy: "list.older.strict",
  },
  "unknown-null-ignored": {
    ...taking("ignores fields that it does not know where they are null", (record, { list }) =>
      list ? record : withoutUnknownNull(record),
    ),
    caughtBy: "record.body.unexpected",
  },
  "list-unknown-null-ignored": {
    ...taking("ignores fields of a list that it does not know where they are null", (record, { list }) =>
      list ? withoutUnknownNull(record) : record,
    ),
    caughtBy: "batch.failed.reason",
  },
  "blank-lines-counted": {
    ...answering("counts blank lines as elements of a list", (call) => {
      const lines = call.headers.get("Content-Type") === "application/newlines" ? call.text.split("\n") : [];
      if (!isList(call) || lines.length <= LIMITS.max_post_records + 1) return call.pass();
      const text = lines.map((line, index) => line || `{"id":"blank${index}"}`).join("\n");
      return call.pass({ text });
    }),
    caughtBy: "limit.post-records.within",
  },
  "condition-zeros": {
    ...answering("refuses a condition with leading zeros", (call) => {
      const name = [MODIFIED, UNMODIFIED].find((one) => /^0\d/.test(call.headers.get(one) ?? ""));
      if (name === undefined) return call.pass();
      const headers = new Headers(call.headers);
      headers.set(name, "malformed");
      return call.pass({ headers });
    }),
    caughtBy: "conditional.modified.unchanged",
  },
  "gzip-zero-as-written": { ...readingZero("Accept-Encoding"), caughtBy: "encoding.refused" },
  "type-zero-as-written": { ...readingZero("Accept"), caughtBy: "accept.zero" },
  "language-zero-as-written": { ...readingZero("Accept-Language"), caughtBy: "message.language" },
  "list-id-shorter": {
    ...taking("takes no id of 64 characters in a list", (record, { list }) =>
      list && String(record.id).length > 63 ? { ...record, id: "!" } : record,
    ),
    caughtBy: "record.id.length",
  },
  "ids-shorter": {
    ...answering("takes no id of 64 characters in a query", (call) =>
      /\w{64}/.test(call.query.toString()) ? call.pass({ query: "ids=!" }) : call.pass(),
    ),
    caughtBy: "record.id.length",
  },
  "names-without-dash": {
    ...answering("takes no name in a query that begins with a hyphen", (call) =>
      [...call.query.values()].some((value) => /(?:^|[/,])-/.test(value))
        ? call.pass({ query: "ids=!" })
        : call.pass(),
    ),
    caughtBy: "collection.name.length",
  },
  "scope-without-dash": {
    ...answering("takes no name in a scope that begins with a hyphen", (call) =>
      call.operation === "postSessions" && call.text.includes("/-") ? call.pass({ text: "[]" }) : call.pass(),
    ),
    caughtBy: "session.begin.created",
  },
  "json-begins-at-once": {
    ...answering("takes no JSON that begins with white space", (call) =>
      /^\s/.test(call.text) && call.headers.get("Content-Type") === "application/json"
        ? call.pass({ text: "{" })
        : call.pass(),
    ),
    caughtBy: "record.payload.round-trip",
  },
};
