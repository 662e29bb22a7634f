/** Talks HTTP to a listener of the test, and keeps the exchanges. */
import { once } from "node:events";
import type { RequestListener } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { Account } from "../../exchange/account.ts";
import { keyring } from "../../exchange/credentials.ts";
import { Redactor } from "../../exchange/redactor.ts";
import { Wire } from "../../exchange/wire.ts";
import type { Exchange } from "../../results/report-model.ts";
import { tokenLabel } from "../../results/secret-labels.ts";
import { withServer } from "./servers.ts";

/** Must not show up in any transcript. */
export const TOKEN = "canary-51c2";

/** An account there, and its exchanges. */
export function accountAt(origin: string, timeoutMs = 2000) {
  const exchanges: Exchange[] = [];
  const wire = new Wire(origin, 4, { timeoutMs, maxBytes: 100_000 });
  const redactor = new Redactor([{ text: TOKEN, label: tokenLabel("me") }]);
  const endpoint = new URL(`${origin}/base/`);
  const keys = keyring({ scheme: "bearer", token: TOKEN });
  const account = new Account({ name: "me", endpoint, keys, wire, timeoutMs, redactor }, (exchange) =>
    exchanges.push(exchange),
  );
  return { account, exchanges, close: () => wire.close() };
}

/** Talks to a listener over HTTP. */
export async function talk<T>(
  listener: RequestListener,
  work: (access: ReturnType<typeof accountAt>) => Promise<T>,
  timeoutMs = 500,
) {
  return withServer(listener, async (origin) => {
    const access = accountAt(origin, timeoutMs);
    return work(access).finally(access.close);
  });
}

/** Answers every connection with these octets, whatever is asked. */
export async function rawServer<T>(
  octets: string,
  work: (access: ReturnType<typeof accountAt>) => Promise<T>,
) {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy()).once("data", () => socket.end(Buffer.from(octets, "latin1")));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const access = accountAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    return await work(access);
  } finally {
    await access.close();
    server.close();
  }
}
