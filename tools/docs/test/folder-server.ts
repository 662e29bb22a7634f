import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** A folder over HTTP on the loopback interface. */
export interface Folder {
  /** Ends in a slash. */
  url: string;
  close(): Promise<void>;
}

/** Serves a folder until it is closed; `/moved` leads to another origin. */
export async function serveFolder(folder: string): Promise<Folder> {
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    if (pathname === "/moved") {
      response.writeHead(302, { location: "http://127.0.0.2:9/moved-away" }).end();
      return;
    }
    const content = await readFile(join(folder, pathname)).catch(() => null);
    if (content === null) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": TYPES[extname(pathname)] ?? "text/plain" }).end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
