/** Reads the limits that a server announces, and the `X-Weave-Limit` of a 413. */
import { randomBytes } from "node:crypto";
import type { components } from "../../../generated/api.ts";
import { readItem } from "../../contract/structured-fields.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { Broken, NotApplicable, Untested } from "../../runner/outcomes.ts";
import { control, expectSuccess, expectThat } from "./expect.ts";

/** The announced limits. */
export type Limits = components["schemas"]["Limits"];
export type LimitName = keyof Limits;

/** The limits that a request can exceed. */
const EXCEEDABLE = [
  "max_request_bytes",
  "max_record_payload_bytes",
  "max_post_records",
  "max_post_bytes",
  "max_session_records",
  "max_session_bytes",
] as const satisfies LimitName[];

/** No check exceeds a limit above these: octets, and records. */
export const MOST_BYTES = 8 * 1024 * 1024;
export const MOST_RECORDS = 20_000;
/** Octets of all bodies except the first that a check sends for one limit. */
export const MOST_SENT = 4 * MOST_BYTES;

/**
 * Reads the limits of the server.
 * @throws Broken if one is not announced
 */
export async function limitsOf(account: Account): Promise<Limits> {
  const { json } = control(await account.get("/info/configuration"), 200);
  const limits = Object(json?.limits) as Limits;
  for (const name of [...EXCEEDABLE, "max_sessions"] satisfies LimitName[]) {
    if (Number.isSafeInteger(limits[name]) && limits[name] >= 1) continue;
    throw new Broken(`set-up: the configuration announces no ${name}`);
  }
  return limits;
}

/**
 * As many of these requests as a check may send, and at least one.
 * @param each octets or records of one request
 * @throws Untested if not even one may be sent; the message names the limit
 */
export function affordable<T>(
  all: readonly T[],
  each: number,
  { limit, value, most }: { limit: LimitName; value: number; most: number },
): T[] {
  // Each has a twin that is sent too.
  const counted = most === MOST_RECORDS;
  const sent = counted ? MOST_RECORDS : MOST_SENT;
  if (value <= most) return all.slice(0, Math.max(1, Math.floor(sent / each / 2)));
  const unit = counted ? "records" : "octets";
  throw new Untested(`announces ${limit} ${value}, and a check exceeds no more than ${most} ${unit}`);
}

/**
 * Requires that no other limit keeps a request from reaching this one.
 * @throws NotApplicable
 */
export function requireRoom(holds: boolean, limits: Limits, limit: LimitName, other: LimitName): void {
  if (holds) return;
  throw new NotApplicable(
    `with ${other} ${limits[other]} no request comes to ${limit} ${limits[limit]} by itself`,
  );
}

/** A new client name, since a 413 may make the client that sent the request wait. */
export function newClient(): string {
  return `suite-${randomBytes(12).toString("hex")}`;
}

/** Options of a request of a client; null: the client without a name. */
export function asClient(client: string | null): Options {
  return client === null ? {} : { headers: [["X-Weave-Client", client]] };
}

/**
 * Sends a request that exceeds a limit as a new client.
 * @throws Untested if the answer is 429, which any request may get
 */
export async function sendAsNewClient<A extends Answer>(ask: (options: Options) => Promise<A>): Promise<A> {
  const answer = await ask(asClient(newClient()));
  if (answer.status !== 429) return answer;
  const seconds = answer.header("Retry-After") ?? "?";
  throw new Untested(`${answer.asked} was answered 429 for ${seconds} s, and is not waited for so long`);
}

/**
 * The rule requires that a write within the limits is performed. If a quota leaves no room, this shows nothing.
 * @throws Violated
 * @throws Untested
 */
export function expectTaken(answer: Answer): void {
  expectSuccess(withoutQuota(answer));
  const { failed = {} } = Object(answer.json) as { failed?: object };
  expectThat(answer, Object.keys(failed).length === 0, "no record in failed", failed);
}

/**
 * The same as the positive control of something else.
 * @throws Broken
 */
export function controlTaken(answer: Answer): void {
  const { failed = {} } = Object(control(withoutQuota(answer), 200, 201, 202, 204).json) as {
    failed?: object;
  };
  const names = Object.keys(failed);
  if (names.length > 0) throw new Broken(`set-up: ${answer.asked} should store all, but ${names[0]} failed`);
}

function withoutQuota(answer: Answer): Answer {
  if (answer.status !== 403 || answer.code !== "quota-exceeded") return answer;
  throw new Untested(`the quota of the account leaves no room: ${answer.asked} was answered 403`);
}

/** The content of `X-Weave-Limit`. */
export interface LimitHeader {
  name: string;
  limit: number;
  received: number | null;
  /** Seconds. */
  wait: number | null;
}

/** Reads `X-Weave-Limit`; null if it is absent or malformed. */
export function limitHeaderOf(answer: Answer): LimitHeader | null {
  const item = readItem(answer.header("X-Weave-Limit") ?? "", "token");
  const integer = (name: string) => {
    const value = item?.parameters.get(name);
    return Number.isInteger(value) ? (value as number) : null;
  };
  const limit = integer("limit");
  if (item === null || limit === null) return null;
  return { name: String(item.value), limit, received: integer("received"), wait: integer("wait") };
}
