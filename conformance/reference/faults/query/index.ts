import { answering, type Fault, type FaultsOf } from "../fault.ts";
import { querying, refused } from "../support/request.ts";

const NUMBERS = ["limit", "newer", "older"];
const MOST_NAMES = 100;

/** A fault that counts the names of a list before those that stand repeatedly. */
function countingAll(parameter: string): Fault {
  return answering(`counts a name in \`${parameter}\` as often as it stands there`, (call) =>
    (call.query.get(parameter)?.split(",").length ?? 0) > MOST_NAMES ? refused(call, 422) : call.pass(),
  );
}

/** A fault in how the text of a query is read. */
function respelling(does: string, read: (query: string) => string): Fault {
  return answering(does, (call) => {
    const [, query] = call.target.split("?", 2);
    return call.pass(query === undefined ? {} : { query: read(query) });
  });
}

function hasTwice(query: URLSearchParams): boolean {
  return [...query.keys()].some((name) => query.getAll(name).length > 1);
}

export const query = {
  "query.invalid": querying("reads a number up to the first character that is no digit", (query) => {
    for (const name of NUMBERS) {
      const [digits] = /^\d+/.exec(query.get(name) ?? "") ?? [];
      if (digits && query.getAll(name).length === 1) query.set(name, digits);
    }
  }),

  "query.twice": querying("takes `full` for a switch, which may be thrown twice", (query, { method }) => {
    if (method !== "DELETE" && query.has("full")) query.set("full", "");
  }),

  "query.number": querying("takes a number that is too large for the greatest one", (query) => {
    for (const name of NUMBERS) {
      const value = query.get(name) ?? "";
      if (/^\d+$/.test(value) && !Number.isSafeInteger(Number(value)) && query.getAll(name).length === 1)
        query.set(name, String(Number.MAX_SAFE_INTEGER));
    }
  }),

  "query.number.zeros": answering("takes a number with a leading zero for an octal one", (call) =>
    NUMBERS.some((name) => /^0\d/.test(call.query.get(name) ?? "")) ? refused(call, 422) : call.pass(),
  ),

  "query.write.unexpected": answering("passes over the parameters of a POST, as Sync 1.5 does", (call) =>
    call.pass(call.method === "POST" ? { path: call.path, query: "" } : {}),
  ),

  "query.encoded": respelling("splits a list at its commas before it decodes it", (query) =>
    query.replace(/%2c/gi, "%252C"),
  ),

  "query.encoded.once": respelling("decodes what a front has decoded before", (query) =>
    query.replace(/%25(?=[0-9a-f]{2})/gi, "%"),
  ),

  "query.encoded.utf-8": respelling("drops octets that are not UTF-8", (query) => query.replace(/%ff/gi, "")),

  "query.unknown.ignored": answering("refuses any parameter that is given twice, known or not", (call) =>
    call.method === "GET" && hasTwice(call.query) ? refused(call, 422) : call.pass(),
  ),

  "query.ids.syntax": querying("skips empty ids between the commas of `ids`", (query) => {
    const named = query.get("ids")?.split(",").filter(Boolean).join(",");
    if (named && query.getAll("ids").length === 1) query.set("ids", named);
  }),

  "query.ids.paths": querying("looks for whatever `ids` names in a partition", (query, { operation }) => {
    const [names, ...more] = operation === "getPartition" ? query.getAll("ids") : [];
    // What has three segments names nothing, as does this.
    const two = (name: string) => name.replace(/^([^/]+\/[^/]+)\/[^/]+$/, "missing/missing");
    if (names && more.length === 0) query.set("ids", names.split(",").map(two).join(","));
  }),

  "query.ids.repeats": countingAll("ids"),

  "query.collections.syntax": querying(
    "takes full paths in `collections`, as they stand in the info maps",
    (query) => {
      const [names, ...more] = query.getAll("collections");
      if (names && more.length === 0)
        query.set("collections", names.replace(/(?<=^|,)(?:control|storage)\//g, ""));
    },
  ),

  "query.collections.repeats": countingAll("collections"),
} satisfies FaultsOf<"query">;
