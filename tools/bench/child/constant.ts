import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { doJob } from "./job.ts";

/** An answer as the reference server gave it. */
export interface ConstantJob {
  status: number;
  headers: [name: string, value: string][];
  body: string;
}

/** What Node and its adapter add by themselves. */
const OWN = /^(date|connection|keep-alive|content-length|transfer-encoding)$/i;

/** The framework of the reference server with nothing behind it: whatever is asked, this is the answer. */
doJob(async ({ status, headers, body }: ConstantJob): Promise<string> => {
  const fields = headers.filter(([name]) => !OWN.test(name));
  const app = new Hono();
  app.all("*", async ({ req }) => {
    // What is sent is read by any server.
    if (req.method !== "GET") await req.arrayBuffer();
    return new Response(body === "" ? null : body, { status, headers: fields });
  });
  const server = createServer(getRequestListener(app.fetch));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
