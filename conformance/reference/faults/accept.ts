/** Servers with one fault each, for the rules of `checks/accept.ts`. */
import { answering, type Call, type FaultsOf, headersWith } from "./fault.ts";

const NEWLINES = "application/newlines";

/** A fault in how listings read `Accept`. */
function reading(does: string, read: (accept: string | null) => string | null) {
  return answering(does, (call) => {
    const accept = call.headers.get("Accept");
    return isListing(call)
      ? call.pass({ headers: headersWith(call.headers, { Accept: read(accept) }) })
      : call.pass();
  });
}

const LISTINGS = ["getCollection", "headCollection", "getPartition", "headPartition"];

function isListing({ operation }: Call): boolean {
  return LISTINGS.includes(operation ?? "");
}

/** The weight of each range. */
function weightsIn(accept: string): Map<string, number> {
  const ranges = accept.split(",").map((range) => range.trim().split(/\s*;\s*q=/i));
  return new Map(ranges.map(([range = "", weight = "1"]) => [range, Number(weight)]));
}

const WEIGHT_ZERO = /;\s*q=0(?:\.0*)?\s*$/i;

export const accept = {
  "accept.default": answering("sends a partition as lines unless it is asked for JSON", (call) => {
    const Accept = call.headers.get("Accept") ?? NEWLINES;
    return call.pass(
      call.operation === "getPartition" ? { headers: headersWith(call.headers, { Accept }) } : {},
    );
  }),

  "accept.wildcard": reading("prefers a media type that is named to one that a wildcard admits", (accept) => {
    const weights = weightsIn(accept ?? "");
    const wildcard = weights.get("application/*") ?? weights.get("*/*");
    const equal = wildcard !== undefined && weights.get(NEWLINES) === wildcard;
    return equal && !weights.has("application/json") ? NEWLINES : accept;
  }),

  "accept.weights": reading(
    "looks at the first decimal of a weight only",
    (accept) => accept?.replace(/(q=0\.\d)\d+/gi, "$1") ?? null,
  ),

  "accept.zero": reading("takes a range with the weight 0 for one that is not there", (accept) => {
    const ranges = accept?.split(",") ?? [];
    return ranges.filter((range) => !WEIGHT_ZERO.test(range)).join(",") || accept;
  }),

  "accept.case": reading("takes a media type in upper case for one that it does not have", (accept) =>
    /[A-Z]/.test(accept ?? "") ? "text/html" : accept,
  ),

  "accept.lines": {
    does: "looks at the first line of Accept only",
    handler: (next) => (request, env) => {
      const [first = "", ...more] = env.incoming.headersDistinct.accept ?? [];
      const headers = headersWith(request.headers, { Accept: first });
      return next(more.length > 0 ? new Request(request, { headers }) : request, env);
    },
  },

  "accept.parameters": reading(
    "takes a range with a parameter for another type",
    (accept) => accept?.replace(/(?<=\/\w+);[^,q]*=[^,;]*/gi, "-with-parameters") ?? null,
  ),

  "accept.none": answering("sends what has only one media type whatever Accept says", (call) =>
    call.path.startsWith("/info/")
      ? call.pass({ headers: headersWith(call.headers, { Accept: null }) })
      : call.pass(),
  ),

  "accept.before-acting": answering(
    "finds out only when it answers that nothing is acceptable",
    async (call) => {
      const reply = await call.pass();
      if (reply.status === 406) await call.pass({ headers: headersWith(call.headers, { Accept: null }) });
      return reply;
    },
  ),
} satisfies FaultsOf<"accept">;
