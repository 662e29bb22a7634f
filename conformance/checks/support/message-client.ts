/** A client that lists and acknowledges messages. */
import { randomUUID } from "node:crypto";
import { parseList } from "structured-headers";
import type { components } from "../../../generated/api.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { uriComponent } from "../../results/format-text.ts";
import type { HeaderList } from "../../results/report-model.ts";
import { Broken, Untested } from "../../runner/outcomes.ts";
import { control, present } from "./expect.ts";
import { sleep } from "./fixtures.ts";

export type Message = components["schemas"]["Message"];
type MessageList = components["schemas"]["MessageList"];

export const CLIENT = "X-Weave-Client";
export const ALERT = "X-Weave-Alert";

/** Greatest number of messages in one `X-Weave-Alert`. */
export const MAX_ALERTS = 16;
/** Severest first. */
export const SEVERITIES = ["critical", "warning", "info"];
/** Seconds that a message has to last, so that it does not expire during a check about something else. */
const LASTING = 60;
/** Seconds that a check waits at most for a message to expire. */
export const PATIENCE = 15;

/** A client of an account. Its acknowledgements affect no other check. */
export class Client {
  readonly account: Account;
  /** Empty for the client without a name. */
  readonly name: string;
  readonly headers: HeaderList;

  /** @param name null: the client without a name; by default a new name */
  constructor(account: Account, name: string | null = `suite-${randomUUID()}`) {
    this.account = account;
    this.name = name ?? "";
    this.headers = name === null ? [] : [[CLIENT, name]];
  }

  /** Options of a request of this client. */
  own(options: Options = {}): Options {
    return { ...options, headers: [...(options.headers ?? []), ...this.headers] };
  }

  /** Sends any request, for the alerts of its response. */
  probe(): Promise<Answer> {
    return this.account.get("/info/collections", this.own());
  }

  /** @param language value of `Accept-Language` */
  list(language?: string): Promise<Answer<MessageList>> {
    const headers: HeaderList = language === undefined ? [] : [["Accept-Language", language]];
    return this.account.get("/messages", this.own({ headers }));
  }

  /** @throws Broken if the messages cannot be read */
  async pending(): Promise<Message[]> {
    return itemsOf(control(await this.list(), 200));
  }

  /**
   * The pending messages that last for another minute, those that last longest first.
   * @throws Untested if there are none
   * @throws Broken if there are no messages at all
   */
  async lasting(): Promise<[Message, ...Message[]]> {
    const answer = control(await this.list(), 200);
    const items = itemsOf(answer);
    // A target for the scenario must have messages.
    if (items.length === 0) {
      throw new Broken('set-up: a new client has no message in the accounts of the scenario "message"');
    }
    const [first, ...more] = items
      .filter((message) => isLasting(message, answer))
      .toSorted((a, b) => b.expires - a.expires);
    if (first) return [first, ...more];
    throw new Untested(
      `needs a message that goes on for another ${LASTING} s in the accounts of the scenario "message"`,
    );
  }

  acknowledge({ id }: Pick<Message, "id">): Promise<Answer> {
    return this.account.delete(`/messages/${uriComponent(id)}`, this.own());
  }
}

/** @throws Broken if the answer contains no list */
export function itemsOf(answer: Answer<MessageList>): Message[] {
  const { items } = Object(answer.json) as { items?: unknown };
  return present("the list of messages", Array.isArray(items) ? items : null) as Message[];
}

export function idsOf(messages: readonly Pick<Message, "id">[]): string[] {
  return messages.map(({ id }) => id);
}

/** Seconds, by the clock of the server, from an answer until a message expires. */
export function leftOf({ expires }: Message, answer: Answer): number {
  return expires - present("X-Weave-Timestamp", answer.integer("X-Weave-Timestamp"));
}

function isLasting(message: Message, answer: Answer): boolean {
  return leftOf(message, answer) > LASTING;
}

/** A message as `X-Weave-Alert` names it. */
export interface Alert {
  id: string;
  severity: string;
}

/**
 * The messages that a response announces; none if it has no `X-Weave-Alert`.
 * @throws Broken if the field is malformed, which another rule checks
 */
export function alertsOf(answer: Answer): Alert[] {
  const text = answer.header(ALERT);
  if (text === undefined) return [];
  try {
    return parseList(text).map(([id, parameters]) => ({
      id: String(id),
      severity: String(parameters.get("severity")),
    }));
  } catch {
    throw new Broken(`set-up: ${ALERT} of ${answer.asked} is malformed: ${text}`);
  }
}

/** The pending messages of a client before and after some work. */
export interface WatchedPending<T> {
  done: T;
  /** Pending all the time. */
  always: Message[];
  /** Pending at some time. */
  ever: Message[];
}

export async function watchPending<T>(client: Client, work: () => Promise<T>): Promise<WatchedPending<T>> {
  const before = await client.pending();
  const done = await work();
  const after = await client.pending();
  const had = new Set(idsOf(before));
  return {
    done,
    always: after.filter(({ id }) => had.has(id)),
    ever: [...before, ...after.filter(({ id }) => !had.has(id))],
  };
}

/**
 * Acknowledges all pending messages.
 * @returns the ids
 * @throws Untested if there are none
 */
export async function acknowledgeAll(client: Client): Promise<string[]> {
  const answer = control(await client.list(), 200);
  const items = itemsOf(answer);
  if (items.length === 0) await client.lasting();
  for (const message of items) {
    const acknowledged = await client.acknowledge(message);
    // A message that does not last may have expired.
    if (isLasting(message, answer)) control(acknowledged, 204);
  }
  return idsOf(items);
}

/**
 * Waits until a message has expired by the server's clock, and so have those that expire before it.
 * @throws Broken if that clock does not advance
 */
export async function waitForExpiry(client: Client, message: Message): Promise<void> {
  let left = leftOf(message, control(await client.probe()));
  for (let round = 0; left > -1 && round < 2 * PATIENCE; round++) {
    await sleep(Math.max(0.5, left));
    left = leftOf(message, control(await client.probe()));
  }
  if (left > -1) throw new Broken("set-up: X-Weave-Timestamp does not get past the end of a message");
}
