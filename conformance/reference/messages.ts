/** Keeps the messages of a service, and which clients have acknowledged them. */
import { createHash } from "node:crypto";
import Negotiator from "negotiator";
import { serializeList, Token } from "structured-headers";
import type { components } from "../../generated/api.ts";

type Message = components["schemas"]["Message"];

/** Greatest number of messages in one `X-Weave-Alert`. */
const MAX_ALERTS = 16;
const DEFAULT_LANGUAGE = "en";
const SEVERITIES: Message["severity"][] = ["critical", "warning", "info"];

/** A message that a service has for every account. */
export interface Seed extends Pick<Message, "severity" | "code" | "url"> {
  /** Distinguishes the ids of its messages from those of other seeds. */
  name: string;
  /** By language (BCP 47). */
  texts: Record<string, string> & { [DEFAULT_LANGUAGE]: string };
  /** Seconds from when the service first sees an account until the message expires. */
  lifetime: number;
}

/** The message of one account. `expires` is in whole seconds since the epoch. */
interface Posted extends Seed {
  id: string;
  expires: number;
}

/**
 * The messages of a service, and which clients have acknowledged them. They are in memory, unlike the data: after a
 * restart every account is new, which does no harm on a development server. A DELETE of `/` leaves them alone
 * (message.acknowledge.wiped).
 */
export class MessageBoard {
  readonly #seeds: Seed[];
  /** By account. */
  readonly #posted = new Map<string, Posted[]>();
  /** Client and id of each acknowledged message, by account. */
  readonly #acknowledged = new Map<string, Set<string>>();

  constructor(seeds: Seed[]) {
    const rank = ({ severity }: Seed) => SEVERITIES.indexOf(severity);
    this.#seeds = [...seeds].sort((a, b) => rank(a) - rank(b));
  }

  /**
   * The messages that a client has not acknowledged, severest first.
   * @param client empty for the client without a name
   * @param now whole seconds since the epoch
   */
  pending(account: string, client: string, now: number): Posted[] {
    const done = this.#acknowledged.get(account);
    return this.#of(account, now).filter(({ id, expires }) => now < expires && !done?.has(`${client} ${id}`));
  }

  /** @returns whether the message was pending */
  acknowledge(account: string, client: string, id: string, now: number): boolean {
    if (!this.pending(account, client, now).some((message) => message.id === id)) return false;
    const done = this.#acknowledged.get(account) ?? new Set();
    this.#acknowledged.set(account, done.add(`${client} ${id}`));
    return true;
  }

  #of(account: string, now: number): Posted[] {
    if (this.#seeds.length === 0) return [];
    const known = this.#posted.get(account);
    if (known) return known;
    const posted = this.#seeds.map((seed) => ({
      ...seed,
      id: idOf(account, seed),
      expires: now + seed.lifetime,
    }));
    this.#posted.set(account, posted);
    return posted;
  }
}

/** No two accounts share an id (message.acknowledge.foreign). */
function idOf(account: string, { name }: Seed): string {
  const digest = createHash("sha256").update(`${account} ${name}`).digest("base64url");
  return `m-${digest.slice(0, 16)}`;
}

/** @returns the value of `X-Weave-Alert`; null if nothing is pending */
export function alertValue(pending: Posted[]): string | null {
  if (pending.length === 0) return null;
  return serializeList(
    pending
      .slice(0, MAX_ALERTS)
      .map(({ id, severity }) => [id, new Map([["severity", new Token(severity)]])]),
  );
}

/** A message in a listing (components/schemas/Message), in the language that the client prefers. */
export function shownMessage(message: Posted, acceptLanguage = ""): Message {
  const { id, severity, code, texts, url, expires } = message;
  // An empty field states no preference, as an absent one.
  const headers = acceptLanguage.trim() ? { "accept-language": acceptLanguage } : {};
  const language = new Negotiator({ headers }).language(languagesOf(texts)) ?? DEFAULT_LANGUAGE;
  const text = texts[language] ?? texts[DEFAULT_LANGUAGE];
  return { id, severity, code, text, language, ...(url && { url }), expires };
}

/** The languages of a message, the default first, which makes it the meaning of `*`. */
function languagesOf(texts: Seed["texts"]): string[] {
  return [...new Set([DEFAULT_LANGUAGE, ...Object.keys(texts)])];
}
