/** A reference server that turns hostile for some requests. */
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Running, type StartOptions, startReference } from "../../../reference/server.ts";
import { type Act, type Meant, sendMeant, unheard } from "./acts.ts";

/** A request of a run, so that it can be said which ones are answered in a hostile way. */
export interface Asked extends Meant {
  /** Requests before it. */
  before: number;
}

/** A reference server that answers some requests in a way of its own, and all others as it should. */
export async function withTurned<T>(
  act: Act,
  isVictim: (asked: Asked) => boolean,
  work: (server: Running) => Promise<T>,
  options: StartOptions = {},
): Promise<T> {
  let before = 0;
  const server = await startReference({
    ...options,
    wrap: (handler) => async (request, env) => {
      const { incoming } = env as HttpBindings;
      const position = before++;
      const response = await handler(request, env);
      const asked: Asked = {
        before: position,
        method: incoming.method ?? "",
        target: incoming.url ?? "",
        status: response.status,
        headers: [...response.headers].filter(([name]) => name !== "content-length"),
        body: Buffer.from(await response.arrayBuffer()),
      };
      incoming.resume();
      // Written to the connection itself: what is hostile here no HTTP server would send.
      unheard(incoming.socket);
      if (isVictim(asked)) act(incoming.socket, asked);
      else sendMeant(incoming.socket, asked);
      return RESPONSE_ALREADY_SENT;
    },
  });
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}
