/** Servers with one fault each, for the rules of `checks/header/slow.ts`. */
import type { FaultsOf } from "../fault.ts";
import { TIMESTAMP } from "../support/header.ts";

export const headerSlow = {
  "header.timestamp.slow": {
    does: "looks at the clock before it reads the body",
    handler: (next) => async (request, env) => {
      const began = Math.floor(Date.now() / 1000);
      const response = await next(request, env);
      if (request.method !== "PUT" && request.method !== "POST") return response;
      const headers = new Headers(response.headers);
      headers.set(TIMESTAMP, String(began));
      return new Response(response.body, { status: response.status, headers });
    },
  },
} satisfies Partial<FaultsOf<"header">>;
