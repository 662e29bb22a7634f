/** Servers with one fault each, for the rules of `checks/header/turn.ts`. */
import { setTimeout } from "node:timers/promises";
import type { FaultsOf } from "../fault.ts";
import { TIMESTAMP } from "../support/header.ts";

/** Milliseconds that a disk takes. */
const DISK_MS = 25;

export const headerTurn = {
  "header.timestamp.turn": {
    does: "looks at the clock again once a list is on its disk",
    handler: (next) => async (request, env) => {
      const response = await next(request, env);
      if (request.method !== "POST" || response.status !== 200) return response;
      await setTimeout(DISK_MS);
      const headers = new Headers(response.headers);
      headers.set(TIMESTAMP, String(Math.floor(Date.now() / 1000)));
      return new Response(response.body, { status: response.status, headers });
    },
  },
} satisfies Partial<FaultsOf<"header">>;
