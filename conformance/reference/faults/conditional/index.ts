/** Servers with one fault each, for the rules of `checks/conditional/index.ts`. */
import { answering, type FaultsOf, headersWith, replying } from "../fault.ts";
import { MODIFIED, UNMODIFIED, versionIn } from "../support/peek.ts";
import { conditionalOther } from "./other.ts";
import { conditionalUnmodified } from "./unmodified.ts";

const READ = new Set(["GET", "HEAD"]);

const MISSING = /^\/(?:control|storage)\/[A-Za-z0-9_-]{1,32}(?:\/[A-Za-z0-9_-]{1,64})?$/;

export const conditional = {
  ...conditionalOther,
  ...conditionalUnmodified,
  "conditional.modified.unchanged": answering(
    "answers 304 only where the version is less than the client's",
    (call) => {
      const version = versionIn(call, MODIFIED);
      if (!READ.has(call.method) || version === null) return call.pass();
      return call.pass({
        headers: headersWith(call.headers, { [MODIFIED]: version > 0 ? `${version - 1}` : null }),
      });
    },
  ),

  "conditional.modified.greater": answering(
    "answers 304 also where the version is one greater than the client's",
    (call) => {
      const version = versionIn(call, MODIFIED);
      if (!READ.has(call.method) || version === null || version === Number.MAX_SAFE_INTEGER)
        return call.pass();
      return call.pass({ headers: headersWith(call.headers, { [MODIFIED]: `${version + 1}` }) });
    },
  ),

  "conditional.modified.missing": replying(
    "takes what is missing for unchanged since version 0",
    (reply, call) => {
      const asked = versionIn(call, MODIFIED) !== null && READ.has(call.method);
      if (!asked || reply.status !== 404 || !MISSING.test(call.path)) return;
      reply.status = 304;
      reply.text = "";
      reply.headers.delete("Content-Type");
      reply.headers.set("X-Last-Modified-Version", "0");
    },
  ),

  "conditional.modified.no-body": {
    does: "sends a body after a 304",
    handler: (next) => async (request, env) => {
      const response = await next(request, env);
      // Node drops the body of a 304 itself, so it has to go past it, once the head has gone out.
      if (response.status === 304)
        env.outgoing.prependOnceListener("finish", () => env.incoming.socket.write("{}"));
      return response;
    },
  },

  "conditional.modified.ignored": answering(
    "takes X-If-Modified-Since-Version for X-If-Unmodified-Since-Version on a write",
    (call) => {
      const version = versionIn(call, MODIFIED);
      if (READ.has(call.method) || version === null || call.headers.has(UNMODIFIED)) return call.pass();
      return call.pass({
        headers: headersWith(call.headers, { [MODIFIED]: null, [UNMODIFIED]: `${version}` }),
      });
    },
  ),

  "conditional.modified.syntax": answering("reads the digits at the front of a version", (call) => {
    const digits = /^[0-9]{1,15}(?=[^0-9,])/.exec(call.headers.get(MODIFIED) ?? "")?.[0];
    return call.pass(digits ? { headers: headersWith(call.headers, { [MODIFIED]: digits }) } : {});
  }),

  "conditional.both": answering(
    "lets X-If-Unmodified-Since-Version win on a write that gives both",
    (call) => {
      const both = versionIn(call, MODIFIED) !== null && versionIn(call, UNMODIFIED) !== null;
      return call.pass(
        both && !READ.has(call.method) ? { headers: headersWith(call.headers, { [MODIFIED]: null }) } : {},
      );
    },
  ),

  "conditional.twice": answering("takes a version that is given twice for one if both are equal", (call) => {
    const headers = headersWith(call.headers, {});
    for (const name of [MODIFIED, UNMODIFIED]) {
      const [first, second, ...more] = headers.get(name)?.split(", ") ?? [];
      if (first !== undefined && first === second && more.length === 0) headers.set(name, first);
    }
    return call.pass({ headers });
  }),
} satisfies FaultsOf<"conditional">;
