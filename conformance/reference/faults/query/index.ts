/** Servers with one fault each, for the rules of `checks/query/index.ts`. */
import { answering, type Fault, type FaultsOf } from "../fault.ts";
import { NUMBERS } from "../support/query.ts";
import { querying, refused } from "../support/request.ts";
import { querySpelling } from "./spelling.ts";

const MOST_NAMES = 100;

/** A fault that counts the names of a list before those that stand repeatedly. */
function countingAll(parameter: string): Fault {
  return answering(`counts a name in \`${parameter}\` as often as it occurs`, (call) =>
    (call.query.get(parameter)?.split(",").length ?? 0) > MOST_NAMES ? refused(call, 422) : call.pass(),
  );
}

function hasTwice(query: URLSearchParams): boolean {
  return [...query.keys()].some((name) => query.getAll(name).length > 1);
}

export const query = {
  ...querySpelling,
  "query.invalid": querying("reads a number up to the first character that is no digit", (query) => {
    for (const name of NUMBERS) {
      const [digits] = /^\d+/.exec(query.get(name) ?? "") ?? [];
      if (digits && query.getAll(name).length === 1) query.set(name, digits);
    }
  }),

  "query.twice": querying("takes `full` for a switch, which may be thrown twice", (query, { method }) => {
    if (method !== "DELETE" && query.has("full")) query.set("full", "");
  }),

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
