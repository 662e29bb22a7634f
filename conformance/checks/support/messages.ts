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

/** Messages that one `X-Weave-Alert` names at most. */
export const MAX_ALERTS = 16;
/** Severest first. */
export const SEVERITIES = ["critical", "warning", "info"];
/** Seconds for which a message has to go on, so that it does not expire while a check is about something else. */
const LASTING = 60;
/** Seconds for which a check is prepared to wait for the end of a message. */
export const PATIENCE = 15;

/** One of the clients of an account. What it acknowledges is no business of any other check. */
export class Client {
  readonly account: Account;
  /** Empty for the nameless one. */
  readonly name: string;
  readonly headers: HeaderList;

  /** @param name null: the nameless client; one that nobody has had before where left out */
  constructor(account: Account, name: string | null = `suite-${randomUUID()}`) {
    this.account = account;
    this.name = name ?? "";
    this.headers = name === null ? [] : [[CLIENT, name]];
  }

  /** Options of a request of this client. */
  own(options: Options = {}): Options {
    return { ...options, headers: [...(options.headers ?? []), ...this.headers] };
  }

  /** Any request, for what its response announces. */
  probe(): Promise<Answer> {
    return this.account.get("/info/collections", this.own());
  }

  /** @param language value of `Accept-Language` */
  list(language?: string): Promise<Answer<MessageList>> {
    const headers: HeaderList = language === undefined ? [] : [["Accept-Language", language]];
    return this.account.get("/messages", this.own({ headers }));
  }

  /** @throws Broken when the messages cannot be read */
  async pending(): Promise<Message[]> {
    return itemsOf(control(await this.list(), 200));
  }

  /**
   * The pending messages that go on for another minute, those that go on longest first.
   * @throws Untested where there are none
   * @throws Broken where there are no messages at all
   */
  async lasting(): Promise<[Message, ...Message[]]> {
    const answer = control(await this.list(), 200);
    const items = itemsOf(answer);
    // Whoever names a target for the scenario says that there are some.
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

/** @throws Broken when the answer holds no list */
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
 * The messages that a response announces; none where it has no `X-Weave-Alert`.
 * @throws Broken when that is malformed, which has a rule of its own
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

/** What a client had to acknowledge while something was done. */
export interface Watched<T> {
  done: T;
  /** All the time; other messages may have come, and others expired. */
  always: Message[];
  /** At some time. */
  ever: Message[];
}

export async function watched<T>(client: Client, work: () => Promise<T>): Promise<Watched<T>> {
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
 * Acknowledges what is pending at the moment.
 * @returns the ids
 * @throws Untested where nothing is
 */
export async function acknowledgeAll(client: Client): Promise<string[]> {
  const answer = control(await client.list(), 200);
  const items = itemsOf(answer);
  if (items.length === 0) await client.lasting();
  for (const message of items) {
    const acknowledged = await client.acknowledge(message);
    // Another one may have expired meanwhile.
    if (isLasting(message, answer)) control(acknowledged, 204);
  }
  return idsOf(items);
}

/**
 * Waits until the clock of the server is past the end of a message, and so the end of those that expire before it.
 * @throws Broken when that clock stands still
 */
export async function expire(client: Client, message: Message): Promise<void> {
  let left = leftOf(message, control(await client.probe()));
  for (let round = 0; left > -1 && round < 2 * PATIENCE; round++) {
    await sleep(Math.max(0.5, left));
    left = leftOf(message, control(await client.probe()));
  }
  if (left > -1) throw new Broken("set-up: X-Weave-Timestamp does not get past the end of a message");
}
