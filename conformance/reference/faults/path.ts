/** Servers with one fault each, for the rules of `checks/path.ts`. */
import { answering, type FaultsOf, Reply, replying } from "./fault.ts";
import { routing } from "./support/request.ts";

/** What Gunicorn takes as a request line if nobody raises it. */
const USUAL_TARGET = 4094;

export const path = {
  "path.unknown": routing("finds its paths whatever the case of their first word", (path) =>
    path.replace(/^\/(info|control|storage)(?=\/|$)/i, (word) => word.toLowerCase()),
  ),

  "path.encoded": routing("decodes collection names, but not record ids", (path) =>
    path.replace(/^(\/(?:control|storage)\/[^/]*\/)[^/]*%6[^/]*$/, "$1not.decoded"),
  ),

  "path.encoded-slash": routing("decodes a path before it splits it", (path) => path.replace(/%2f/gi, "/")),

  "path.encoded.once": routing("decodes a path that a front has decoded before", (path) =>
    path.replace(/%25(?=[0-9a-f]{2})/gi, "%"),
  ),

  "path.encoded.utf-8": routing("drops octets that are not UTF-8", (path) => path.replace(/%ff/gi, "")),

  "path.segments": routing("overlooks a slash at the end of a path", (path) => path.replace(/(?<=.)\/$/, "")),

  "path.acts-not": replying("deletes what a path without its last slash names", async (reply, call) => {
    if (reply.status === 404 && call.method === "DELETE" && call.path.endsWith("/"))
      await call.pass({ path: call.path.slice(0, -1) });
  }),

  "path.long-target": answering(`takes request targets of at most ${USUAL_TARGET} octets`, async (call) =>
    call.path.length + call.query.toString().length > USUAL_TARGET
      ? new Reply(414, new Headers(), "")
      : call.pass(),
  ),

  "path.refused": routing("reads a name up to an encoded NUL only", (path) => path.replace(/%00[^/]*/g, "")),
} satisfies FaultsOf<"path">;
