import { randomBytes } from "node:crypto";
import type { components } from "../../../generated/api.ts";
import { readItem } from "../../contract/structured-fields.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { Broken, NotApplicable, Untested } from "../../runner/outcomes.ts";
import { control, expectSuccess, expectThat } from "./expect.ts";

/** What a server announces. */
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

/** A limit above this no check exceeds: octets, and records. */
export const MOST_BYTES = 8 * 1024 * 1024;
export const MOST_RECORDS = 20_000;
/** Octets of all bodies that a check sends for one limit, without the first. */
export const MOST_SENT = 4 * MOST_BYTES;

/**
 * Reads the limits of the account that is checked: they are the server's.
 * @throws Broken when one is not announced
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
 * Of some requests so many as may be sent altogether, and one at least.
 * @param each what one of them has, octets or records
 * @throws Untested where that is not even one, naming the limit that asks for so much
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
 * For what another limit forbids to bring about.
 * @throws NotApplicable
 */
export function requireRoom(holds: boolean, limits: Limits, limit: LimitName, other: LimitName): void {
  if (holds) return;
  throw new NotApplicable(
    `with ${other} ${limits[other]} no request comes to ${limit} ${limits[limit]} by itself`,
  );
}

/** A client that nobody else is, as a 413 may begin a time of waiting for the one that sent it. */
export function newClient(): string {
  return `suite-${randomBytes(12).toString("hex")}`;
}

/** Options of a request of a client; null: of the nameless one. */
export function asClient(client: string | null): Options {
  return client === null ? {} : { headers: [["X-Weave-Client", client]] };
}

/**
 * Sends what exceeds a limit for a client of its own.
 * @throws Untested where a 429, which any request may meet, asks for too much patience
 */
export async function exceed<A extends Answer>(ask: (options: Options) => Promise<A>): Promise<A> {
  const answer = await ask(asClient(newClient()));
  if (answer.status !== 429) return answer;
  const seconds = answer.header("Retry-After") ?? "?";
  throw new Untested(`${answer.asked} was answered 429 for ${seconds} s, and is not waited for so long`);
}

/**
 * The rule asks for a write within the limits to be performed. Where a quota leaves no room, nothing is learnt.
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

/** What `X-Weave-Limit` says. */
export interface Told {
  name: string;
  limit: number;
  received: number | null;
  /** Seconds. */
  wait: number | null;
}

/** Reads `X-Weave-Limit`; null where it is absent or malformed. */
export function toldBy(answer: Answer): Told | null {
  const item = readItem(answer.header("X-Weave-Limit") ?? "", "token");
  const integer = (name: string) => {
    const value = item?.parameters.get(name);
    return Number.isInteger(value) ? (value as number) : null;
  };
  const limit = integer("limit");
  if (item === null || limit === null) return null;
  return { name: String(item.value), limit, received: integer("received"), wait: integer("wait") };
}
