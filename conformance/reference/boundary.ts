import type { HttpBindings } from "@hono/node-server";

/**
 * The HTTP boundary: everything that the protocol does is behind it, everything that HTTP does is before it.
 * `env.incoming` is Node's raw request; its `url` is the request target as it was sent, which `request.url` is
 * not, and which alone tells `/storage/./a` from `/storage/a`.
 */
export type Handler = (request: Request, env: HttpBindings) => Response | Promise<Response>;
