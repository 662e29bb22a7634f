import type { HttpBindings } from "@hono/node-server";
import type { Handler } from "../boundary.ts";
import type { StartOptions } from "../server.ts";
import type { Clock } from "../sqlite/clock.ts";
import type { Store } from "../store.ts";

/** A way to make the reference server look different without breaking any rule. */
export interface Disguise {
  /** How the server looks, as the end of "a server that …". */
  does: string;
  handler?: (next: Handler) => Handler;
  store?: (store: Store) => Store;
  /** Its clock: milliseconds since the epoch. */
  clock?: Clock;
}

/** A disguise that works on responses as they leave the protocol. */
export function responding(
  does: string,
  change: (response: Response, request: Request) => Response | Promise<Response>,
): Disguise {
  return { does, handler: (next) => async (request, env) => change(await next(request, env), request) };
}

/** A disguise that takes hold of how Node writes a response, before the response is made. */
export function writing(does: string, prepare: (outgoing: HttpBindings["outgoing"]) => void): Disguise {
  return {
    does,
    handler: (next) => (request, env) => {
      prepare(env.outgoing);
      return next(request, env);
    },
  };
}

/**
 * Wears several disguises at once; the first is the outermost.
 * @throws Error when two of them bring a clock
 */
export function worn(
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

/**
 * Numbers from 0 up to 1 that look random and are the same in every run (mulberry32, by Tommy Ettinger).
 * @param seed any integer
 */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
