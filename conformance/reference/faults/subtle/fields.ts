/** Faults in what becomes of one value of one field, in some forms of a write. */
import { stores } from "./changes.ts";
import { committingEach, taking, without } from "./changing.ts";
import type { SubtleFault } from "./fault.ts";

const only = (fields: object, name: string) =>
  Object.keys(without(fields, "id", "collection")).join() === name;

export const fields: Record<string, SubtleFault> = {
  "list-null-ttl": {
    ...taking("takes null as `ttl` in a list for its absence", (record, { list }) =>
      list && record.ttl === null ? without(record, "ttl") : record,
    ),
    caughtBy: "batch.as-post",
  },
  "list-null-payload": {
    ...taking("takes null as `payload` in a list for its absence", (record, { list }) =>
      list && record.payload === null ? without(record, "payload") : record,
    ),
    caughtBy: "batch.as-post",
  },
  "lines-null-sortindex": {
    ...taking("takes null as `sortindex` in lines for 0", (record, { lines }) =>
      lines && record.sortindex === null ? { ...record, sortindex: 0 } : record,
    ),
    caughtBy: "batch.as-post",
  },
  "list-zero-sortindex": {
    ...taking("takes a `sortindex` of 0 in a list for null", (record, { list }) =>
      list && record.sortindex === 0 ? { ...record, sortindex: null } : record,
    ),
    caughtBy: "batch.as-post",
  },
  "post-zero-sortindex": {
    ...taking("takes a `sortindex` of 0 in a POST for its absence", (record, { list, put }) =>
      !list && !put && record.sortindex === 0 ? without(record, "sortindex") : record,
    ),
    caughtBy: "record.sortindex.range",
  },
  "staged-zero-sortindex": {
    ...taking("takes a `sortindex` of 0 in a staged PUT for its absence", (record, { put, staged }) =>
      put && staged && record.sortindex === 0 ? without(record, "sortindex") : record,
    ),
    caughtBy: "record.sortindex.range",
  },
  "lines-least-sortindex": {
    ...taking("keeps no negative `sortindex` that comes in lines", (record, { lines }) =>
      lines && Number(record.sortindex) < 0 ? { ...record, sortindex: 0 } : record,
    ),
    caughtBy: "record.sortindex.range",
  },
  "post-empty-payload": {
    ...taking("takes a `payload` of zero length in a POST for its absence", (record, { list, put }) =>
      !list && !put && record.payload === "" ? without(record, "payload") : record,
    ),
    caughtBy: "record.post.keeps",
  },
  "staged-post-resets": {
    ...taking("resets the `sortindex` that a staged POST leaves out", (record, { list, put, staged }) =>
      !list && !put && staged ? { sortindex: null, ...record } : record,
    ),
    caughtBy: "record.post.keeps",
  },
  "commit-put-merges": {
    ...committingEach("commits a PUT as if it were a POST", (change) =>
      stores(change) && change.kind === "replace" ? { ...change, kind: "update" } : change,
    ),
    caughtBy: "record.put.replaces",
  },
  "commit-null-ttl": {
    ...committingEach("takes null as `ttl` for its absence when it commits", (change) =>
      stores(change) && change.fields.ttl === null
        ? { ...change, fields: without(change.fields, "ttl") }
        : change,
    ),
    caughtBy: "record.post.null",
  },
  "commit-null-sortindex": {
    ...committingEach("takes null as `sortindex` for its absence when it commits", (change) =>
      stores(change) && change.fields.sortindex === null && change.kind === "update"
        ? { ...change, fields: without(change.fields, "sortindex") }
        : change,
    ),
    caughtBy: "record.post.null",
  },
  "staged-put-null": {
    ...taking("takes null as `sortindex` of a staged PUT for 0", (record, { put, staged }) =>
      put && staged && record.sortindex === null ? { ...record, sortindex: 0 } : record,
    ),
    caughtBy: "record.put.null",
  },
  "list-trims-payload": {
    ...taking("trims white space, a byte order mark too, from the payloads of a list", (record, { list }) =>
      list && typeof record.payload === "string" ? { ...record, payload: record.payload.trim() } : record,
    ),
    caughtBy: "record.payload.round-trip",
  },
  "staged-payload-nul": {
    ...taking("ends a staged payload at U+0000", (record, { staged }) =>
      staged && typeof record.payload === "string" && record.payload.includes("\0")
        ? { ...record, payload: record.payload.split("\0")[0] }
        : record,
    ),
    caughtBy: "record.payload.round-trip",
  },
  "payload-nul-refused": {
    ...taking("refuses U+0000 in a payload", (record) =>
      String(record.payload).includes("\0") ? { ...record, payload: 5 } : record,
    ),
    caughtBy: "record.payload.round-trip",
  },
  "bom-lost": {
    ...taking("loses a byte order mark at the start of a payload", (record) =>
      String(record.payload).startsWith("\ufeff")
        ? { ...record, payload: String(record.payload).slice(1) }
        : record,
    ),
    caughtBy: "record.payload.round-trip",
  },
  "list-greatest-ttl": {
    ...taking(
      "lets a record die at once whose `ttl` in a list is greater than a billion milliseconds",
      (record, { list }) => (list && Number(record.ttl) > 1e8 ? { ...record, ttl: 1 } : record),
    ),
    caughtBy: "batch.as-post",
  },
  "list-ttl-alone-ignored": {
    ...taking("leaves out of a list what gives nothing but a `ttl`", (record, { list }) =>
      list && only(record, "ttl") ? without(record, "ttl") : record,
    ),
    caughtBy: "expiry.restart",
  },
  "staged-ttl-ignored": {
    ...taking("ignores the `ttl` of what is staged as a list", (record, { list, staged }) =>
      list && staged ? without(record, "ttl") : record,
    ),
    caughtBy: "expiry.restart",
  },
  "commit-restarts-ttl": {
    ...taking("restarts the `ttl` of a record by each staged POST", (record, { staged, put }) =>
      staged && !put ? { ttl: 8, ...record } : record,
    ),
    caughtBy: "expiry.kept",
  },
  "commit-put-keeps-ttl": {
    ...taking("gives the record of a staged PUT without `ttl` a short one", (record, { staged, put }) =>
      staged && put ? { ttl: 2, ...record } : record,
    ),
    caughtBy: "expiry.removed",
  },
  "list-member-in-any-case": {
    ...taking("reads `Payload` in a list as `payload`", (record, { list }) =>
      list && "Payload" in record ? { ...without(record, "Payload"), payload: record.Payload } : record,
    ),
    caughtBy: "batch.failed.reason",
  },
  "list-single-precision": {
    ...taking("stores the `sortindex` of a list in single precision", (record, { list }) => {
      const { sortindex } = record;
      const rounded = typeof sortindex === "number" ? Math.fround(sortindex) : sortindex;
      return list && rounded !== sortindex && Math.abs(Number(rounded)) < 1e9
        ? { ...record, sortindex: rounded }
        : record;
    }),
    caughtBy: "batch.as-post",
  },
  "id-as-number": {
    ...taking("takes a number for the id of the path that it is written like", (record, { list }, call) =>
      !list && typeof record.id === "number" && call.path.endsWith(`/${record.id}`)
        ? without(record, "id")
        : record,
    ),
    caughtBy: "record.body.id",
  },
  "falsy-payload": {
    ...taking("takes the payload `0` for an empty one", (record) =>
      record.payload === "0" ? { ...record, payload: "" } : record,
    ),
    caughtBy: "record.payload.round-trip",
  },
};
