/** Servers with one fault each, for the rules of `checks/limit/header.ts`. */
import { LIMITS } from "../../service-limits.ts";
import { type FaultsOf, replying } from "../fault.ts";

const LIMIT = "X-Weave-Limit";

/** A fault in what a 413 says of the limit. */
function telling(does: string, from: RegExp, to: string) {
  return replying(does, ({ status, headers }) => {
    const value = headers.get(LIMIT);
    if (status === 413 && value !== null) headers.set(LIMIT, value.replace(from, to));
  });
}

export const limitHeader = {
  "limit.header": telling("gives the limit as a string", /;limit=(\d+)/, ';limit="$1"'),

  "limit.header.name": telling(
    "takes what is too much for a list for too much for a body",
    /^max_post_bytes;.*(?=;wait)/,
    `max_request_bytes;limit=${LIMITS.max_request_bytes}`,
  ),

  "limit.header.value": telling("gives the last index of a list as its limit", /;limit=100;/, ";limit=99;"),

  "limit.header.received": telling(
    "says that it received what it took of a body",
    /^(max_request_bytes;limit=)(\d+);received=\d+/,
    "$1$2;received=$2",
  ),
} satisfies Partial<FaultsOf<"limit">>;
