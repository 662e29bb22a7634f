/** How a fault breaks the reference server: by its handler, by its store, or by one reply after another. */
import { gunzipSync } from "node:zlib";
import type { HttpBindings } from "@hono/node-server";
import type { TestableRuleId } from "../../../generated/rules.ts";
import type { OperationId } from "../../contract/document.ts";
import { findOperation } from "../../contract/find-operation.ts";
import { publicToken } from "../authenticate.ts";
import type { Handler } from "../http-handler.ts";
import { readTarget } from "../request-target.ts";
import type { Store } from "../store.ts";

/** A way to break the reference server from outside, so that it keeps every rule but one. */
export interface Fault {
  /** What the broken server does, as the end of "a server that …". */
  does: string;
  handler?: (next: Handler) => Handler;
  store?: (store: Store) => Store;
}

/** The faults of one area: one for each of its testable rules, and no other. */
export type FaultsOf<Area extends string> = Record<Extract<TestableRuleId, `${Area}.${string}`>, Fault>;

/** A request at the boundary, as a fault looks at it. */
export interface Call {
  method: string;
  /** null where the target is not below the endpoint URL of any account. */
  account: string | null;
  /** The raw request target. */
  target: string;
  /** Raw path below the endpoint URL, without query. */
  path: string;
  query: URLSearchParams;
  headers: Headers;
  operation: OperationId | null;
  /** The body as text; empty where there is none. */
  text: string;
  /** The body as it came. */
  octets: Buffer;
  /** Passes a request on to the server; what is left out stays as it came. */
  pass(changed?: {
    /** That of another account goes with its own credentials. */
    account?: string;
    method?: string;
    path?: string;
    query?: string;
    headers?: Headers | Record<string, string>;
    text?: string | Buffer;
  }): Promise<Reply>;
}

/** A response that a fault may change. */
export class Reply {
  status: number;
  headers: Headers;
  #octets: Buffer;

  constructor(status: number, headers: Headers, body: Buffer | string) {
    this.status = status;
    this.headers = headers;
    this.#octets = Buffer.from(body);
  }

  /** The body as it goes out, compressed where it came so and nobody changed it. */
  get octets(): Buffer {
    return this.#octets;
  }

  /** The body as text, to be changed by assignment. */
  get text(): string {
    const compressed = this.headers.get("Content-Encoding") === "gzip" && this.#octets.length > 0;
    return String(compressed ? gunzipSync(this.#octets) : this.#octets);
  }

  set text(value: string) {
    this.headers.delete("Content-Encoding");
    this.#octets = Buffer.from(value);
  }

  /** The body as JSON, to be changed by assignment; undefined where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a fault knows what it breaks
  get json(): any {
    try {
      return JSON.parse(this.text);
    } catch {
      return undefined;
    }
  }

  set json(value: unknown) {
    this.text = JSON.stringify(value);
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }
}

/** A fault that answers calls itself, with or without passing them on. */
export function answering(does: string, answer: (call: Call) => Promise<Reply> | Reply): Fault {
  return {
    does,
    handler: (next) => async (request, env) => toResponse(await answer(await readCall(next, request, env))),
  };
}

/** A fault that changes what the server answered. */
export function replying(does: string, change: (reply: Reply, call: Call) => void | Promise<void>): Fault {
  return answering(does, async (call) => {
    const reply = await call.pass();
    await change(reply, call);
    return reply;
  });
}

/** A fault that changes some methods of the store. */
export function storing(does: string, change: (store: Store) => Partial<Store>): Fault {
  return {
    does,
    store: (store) => ({ ...store, ...change(store) }),
  };
}

async function readCall(next: Handler, request: Request, env: HttpBindings): Promise<Call> {
  const raw = env.incoming.url ?? "";
  const { account, path, query } = readTarget(raw);
  const { method } = request;
  const octets = Buffer.from(await request.arrayBuffer());
  return {
    method,
    account,
    target: raw,
    path,
    query,
    headers: request.headers,
    operation: findOperation(method, path)?.id ?? null,
    text: octets.toString(),
    octets,
    async pass(changed = {}) {
      const own = raw.slice(0, raw.split("?", 1)[0]?.length).slice(0, -path.length || undefined);
      const other = changed.account;
      const base = other === undefined ? own : own.replace(/[^/]*$/, () => other);
      const search = changed.query ?? (raw.includes("?") ? raw.slice(raw.indexOf("?") + 1) : "");
      const target = base + (changed.path ?? path) + (search && `?${search}`);
      const verb = changed.method ?? method;
      const text = changed.text ?? octets;
      const bodied = verb !== "GET" && verb !== "HEAD" && text.length > 0;
      const inner = new Request(new URL("/", request.url), {
        method: verb,
        headers:
          other === undefined
            ? (changed.headers ?? request.headers)
            : headersWith(request.headers, { Authorization: `Bearer ${publicToken(other)}` }),
        ...(bodied ? { body: text } : {}),
      });
      const incoming = Object.create(env.incoming, { url: { value: target } });
      const response = await next(inner, { ...env, incoming });
      return new Reply(
        response.status,
        new Headers(response.headers),
        Buffer.from(await response.arrayBuffer()),
      );
    },
  };
}

/** Header fields with some changed; null removes one. */
export function headersWith(headers: Headers, changes: Record<string, string | null>): Headers {
  const changed = new Headers(headers);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}

/** Of header fields the credentials alone, for a request that has nothing else in common with the one that came. */
export function credentials(headers: Headers): Record<string, string> {
  return { Authorization: headers.get("Authorization") ?? "" };
}

const BODILESS = new Set([204, 304]);

function toResponse({ status, headers, octets }: Reply): Response {
  headers.delete("Content-Length");
  return new Response(BODILESS.has(status) || octets.length === 0 ? null : octets, { status, headers });
}
