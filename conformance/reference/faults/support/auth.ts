/** Reads Hawk credentials, and makes faults that accept some that the server refuses. */
import { crypto } from "hawk";
import { publicKey } from "../../authenticate.ts";
import { answering, type Call, type Reply } from "../fault.ts";
import { trust } from "./trust.ts";

/** The parts of a Hawk header; null where a call has none. */
export function hawkOf({ headers }: Call): Record<string, string> | null {
  const text = headers.get("Authorization") ?? "";
  if (!text.startsWith("Hawk ")) return null;
  return Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

/** Whether the account itself signed a call, whatever else is wrong with it. */
export function isSigned(call: Call): boolean {
  const { id = "", ts = "", nonce = "", hash, mac } = hawkOf(call) ?? {};
  if (id !== call.account) return false;
  const { hostname, port } = new URL(`http://${call.headers.get("Host")}`);
  const about = {
    ts,
    nonce,
    hash,
    host: hostname,
    port: Number(port),
    method: call.method,
    resource: call.target,
  };
  return crypto.calculateMac("header", { id, key: publicKey(id), algorithm: "sha256" }, about) === mac;
}

/** A fault that is about calls with Hawk credentials which the server refuses. */
export function forgiving(does: string, forgives: (call: Call, reply: Reply) => boolean | Promise<boolean>) {
  return answering(does, async (call) => {
    const reply = await call.pass();
    const forgiven = reply.status === 401 && hawkOf(call) !== null && (await forgives(call, reply));
    return forgiven ? trust(call) : reply;
  });
}
