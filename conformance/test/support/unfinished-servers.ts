/** Makes unfinished servers of the reference server. */
import type { OperationId } from "../../contract/document.ts";
import { findOperation } from "../../contract/find-operation.ts";
import type { Handler } from "../../reference/http-handler.ts";
import { operationsThrough, type StageName } from "../../runner/select/stages.ts";

/** Makes an unfinished server of the reference. */
export type Unfinish = (next: Handler) => Handler;

/** The path below the endpoint, as the server has it. */
function operationOf(incoming: {
  method?: string | undefined;
  url?: string | undefined;
}): OperationId | null {
  const path = (incoming.url ?? "").replace(/^\/(?:\w+\/)?2\.0\/[^/?]+/, "").split("?", 1)[0] ?? "";
  return findOperation(incoming.method ?? "GET", path)?.id ?? null;
}

/** A server that does not have some operations: it answers them as any path that it does not know. */
function without(isThere: (operation: OperationId) => boolean): Unfinish {
  return (next) => (request, env) => {
    const operation = operationOf(env.incoming);
    if (operation === null || isThere(operation)) return next(request, env);
    const url = new URL(request.url);
    const account = url.pathname
      .split("/")
      .slice(0, url.pathname.startsWith("/2.0/") ? 3 : 4)
      .join("/");
    env.incoming.url = `${account}/no/such/thing`;
    return next(
      new Request(new URL(env.incoming.url, url.origin), { method: "GET", headers: request.headers }),
      env,
    );
  };
}

/** A server that changes what the reference answers to some operations. */
function changing(
  operations: readonly OperationId[] | null,
  change: (response: Response) => Response | Promise<Response>,
): Unfinish {
  return (next) => async (request, env) => {
    const operation = operationOf(env.incoming);
    const response = await next(request, env);
    return operations === null || (operation && operations.includes(operation)) ? change(response) : response;
  };
}

const through = (stage: StageName): Unfinish => without((id) => operationsThrough(stage).has(id));

function lacking(...operations: readonly OperationId[]): Unfinish {
  return without((id) => !operations.includes(id));
}

/** A server that is gone after so many requests. */
export function crashing(after: number): Unfinish {
  let asked = 0;
  return (next) => (request, env) => {
    asked += 1;
    if (asked <= after) return next(request, env);
    env.incoming.socket.destroy();
    return new Promise(() => {});
  };
}

/** Servers that somebody is still writing, by what they lack. */
export const UNFINISHED = {
  "answers 200 {} to all": () => () =>
    new Response("{}", {
      headers: { "Content-Type": "application/json", "X-Weave-Timestamp": "1795000000" },
    }),
  "has records and configuration only": through("records"),
  "has no sessions": lacking(
    "postSessions",
    "getSession",
    "headSession",
    "deleteSession",
    "postSessionCommit",
  ),
  "has no configuration": lacking("getInfoConfiguration", "headInfoConfiguration"),
  "lists bare arrays": changing(["getCollection", "getPartition"], async (response) => {
    if (response.status !== 200 || !/json/.test(response.headers.get("Content-Type") ?? "")) return response;
    const { items } = (await response.clone().json()) as { items: unknown[] };
    const { status, headers } = response;
    return new Response(JSON.stringify(items), { status, headers });
  }),
  "sends no X-Weave-Timestamp": changing(null, (response) => {
    response.headers.delete("X-Weave-Timestamp");
    return response;
  }),
  "answers PUT without X-Last-Modified-Version": changing(["putRecord"], (response) => {
    response.headers.delete("X-Last-Modified-Version");
    return response;
  }),
  "sends all JSON as text": changing(null, (response) => {
    if (/json/.test(response.headers.get("Content-Type") ?? ""))
      response.headers.set("Content-Type", "text/plain");
    return response;
  }),
  "takes no POST of lists": lacking("postCollection", "postPartition"),
} as const satisfies Record<string, Unfinish>;
