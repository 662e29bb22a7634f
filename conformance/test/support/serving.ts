/** Servers for tests of the command: one that keeps all rules, and one that violates a rule. */
import { faults } from "../../reference/faults/index.ts";
import { startReference } from "../../reference/server.ts";
import { TOKEN } from "./command.ts";

export const ENV = { SYNC2_TOKEN: TOKEN };
const token = (account: string) => TOKEN.replace("{account}", account);
const FAULT = faults["record.created"];

/** A server that keeps all rules, or all but `record.created`. */
export function serve(broken: boolean, port = 0) {
  const wrap = broken && FAULT.handler ? { wrap: FAULT.handler } : {};
  return startReference({ token, port, ...wrap });
}

/** Works with a server that breaks a rule. */
export async function withBroken(work: (endpoint: string) => Promise<void>) {
  const server = await serve(true);
  await work(server.endpoint).finally(() => server.close());
}
