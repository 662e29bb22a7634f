/** Defines and combines disguises, which make the reference server look different without breaking a rule. */
import type { HttpBindings } from "@hono/node-server";
import type { Handler } from "../http-handler.ts";
import type { StartOptions } from "../server.ts";
import type { Clock } from "../sqlite/clock.ts";
import type { Store } from "../store.ts";

/** A way to make the reference server look different without breaking any rule. */
export interface Disguise {
  /** The end of the sentence "a server that …". */
  does: string;
  handler?: (next: Handler) => Handler;
  store?: (store: Store) => Store;
  /** The clock of the server: milliseconds since the epoch. */
  clock?: Clock;
}

/** Makes a disguise that changes responses after the protocol has made them. */
export function changingResponses(
  does: string,
  change: (response: Response, request: Request) => Response | Promise<Response>,
): Disguise {
  return { does, handler: (next) => async (request, env) => change(await next(request, env), request) };
}

/** Makes a disguise that changes how Node writes a response. */
export function preparingOutgoing(
  does: string,
  prepare: (outgoing: HttpBindings["outgoing"]) => void,
): Disguise {
  return {
    does,
    handler: (next) => (request, env) => {
      prepare(env.outgoing);
      return next(request, env);
    },
  };
}

/**
 * Combines several disguises; the first is the outermost.
 * @throws Error if two of them have a clock
 */
export function combined(
  disguises: readonly Disguise[],
): Required<Pick<StartOptions, "wrap" | "wrapStore">> & Pick<StartOptions, "clock"> {
  const clocks = disguises.flatMap(({ clock }) => (clock ? [clock] : []));
  if (clocks.length > 1) throw new Error("a server has one clock");
  return {
    wrap: (handler) => disguises.reduceRight((inner, { handler: wrap }) => wrap?.(inner) ?? inner, handler),
    wrapStore: (store) => disguises.reduceRight((inner, { store: wrap }) => wrap?.(inner) ?? inner, store),
    ...(clocks[0] && { clock: clocks[0] }),
  };
}
