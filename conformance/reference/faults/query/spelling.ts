/** Servers with one fault each, for the rules of `checks/query/spelling.ts`. */
import { answering, type Fault, type FaultsOf } from "../fault.ts";
import { NUMBERS } from "../support/query.ts";
import { querying, refused } from "../support/request.ts";

/** A fault in how the text of a query is read. */
function respelling(does: string, read: (query: string) => string): Fault {
  return answering(does, (call) => {
    const [, query] = call.target.split("?", 2);
    return call.pass(query === undefined ? {} : { query: read(query) });
  });
}

export const querySpelling = {
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
} satisfies Partial<FaultsOf<"query">>;
