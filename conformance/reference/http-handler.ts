/** The type of the function between HTTP and the protocol. */
import type { HttpBindings } from "@hono/node-server";

/**
 * The boundary between HTTP and the protocol: the server calls it for each request, and it implements the protocol.
 * `env.incoming` is Node's raw request; its `url` is the request target as it was sent, which `request.url` is
 * not, and which alone tells `/storage/./a` from `/storage/a`.
 */
export type Handler = (request: Request, env: HttpBindings) => Response | Promise<Response>;
