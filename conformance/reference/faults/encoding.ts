/** Servers with one fault each, for the rules of `checks/encoding.ts`. */
import type { FaultsOf } from "./fault.ts";
import { answering, headersWith } from "./fault.ts";

/** Octets of a packet, below which many servers do not compress. */
const PACKET = 1500;

export const encoding = {
  "encoding.gzip": {
    does: "compresses only what is larger than a packet",
    handler: (next) => async (request, env) => {
      if (request.method !== "GET") return next(request, env);
      const headers = headersWith(request.headers, { "Accept-Encoding": null });
      const plain = await next(new Request(request.url, { headers }), env);
      const { byteLength } = await plain.clone().arrayBuffer();
      return byteLength < PACKET ? plain : next(request, env);
    },
  },

  "encoding.refused": answering("takes gzip;q=0 for a wish to have it", (call) => {
    const accepted = call.headers.get("Accept-Encoding") ?? "";
    return call.pass({
      headers: headersWith(call.headers, { "Accept-Encoding": accepted.replace(/;\s*q=0(?![.\d])/, "") }),
    });
  }),
} satisfies FaultsOf<"encoding">;
