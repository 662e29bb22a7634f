import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { doJob } from "./do-job.ts";

/** Child process: a server that gives the same answer to every request. */

/** An answer that the reference server gave. */
export interface ConstantJob {
  status: number;
  headers: [name: string, value: string][];
  body: string;
}

/** Header fields that Node and its adapter add. */
const ADDED = /^(date|connection|keep-alive|content-length|transfer-encoding)$/i;

/** Uses the framework of the reference server without its logic. */
doJob(async ({ status, headers, body }: ConstantJob): Promise<string> => {
  const fields = headers.filter(([name]) => !ADDED.test(name));
  const app = new Hono();
  app.all("*", async ({ req }) => {
    // Reads the body, as any server does.
    if (req.method !== "GET") await req.arrayBuffer();
    return new Response(body === "" ? null : body, { status, headers: fields });
  });
  const server = createServer(getRequestListener(app.fetch));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
