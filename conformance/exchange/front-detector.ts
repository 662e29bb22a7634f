import { fieldLines, mediaType } from "../contract/message.ts";
import type { HeaderList } from "../results/report-model.ts";

/** Detects answers that a front (a reverse proxy, a load balancer) made itself, without the server. */

/** The parts of a response that show whether the server or a front made it. */
export interface ReceivedResponse {
  status: number;
  headers: HeaderList;
  body: Uint8Array;
}

/** Number of values of `Server` to remember. A service has a few; a hostile one could send a new one each time. */
const MOST_NAMES = 16;
/** Longest name of a front in a message, and number of octets of a page in which a name is searched. */
const LONGEST_NAME = 60;
const SEARCHED = 2048;
/** Statuses that only a front sends: it could not reach or understand the server. */
const GATEWAY = new Set([502, 504]);
const UNNAMED = "it does not give its name";

/** Texts in the error pages of fronts that send no `Server`, in lower case. */
const PAGES: readonly [page: string, name: string][] = [
  ["<center>nginx", "nginx"],
  ["<address>apache", "Apache"],
  ["varnish cache server", "Varnish"],
  ["no server is available to handle this request", "HAProxy"],
  ["your browser sent an invalid request", "HAProxy"],
  ["the server didn't respond in time", "HAProxy"],
  ["the server returned an invalid or incomplete response", "HAProxy"],
];

/** Distinguishes the answers of the server at one origin from those that a front (a reverse proxy) made itself. */
export class FrontDetector {
  /** The values of `Server` in successes of this protocol; "" for a success without it. */
  readonly #names = new Set<string>();

  /** Learns from an answer; call it for each. */
  learnFrom(response: ReceivedResponse): void {
    const success = response.status >= 200 && response.status < 300;
    if (success && isStamped(response) && this.#names.size < MOST_NAMES) this.#names.add(serverOf(response));
  }

  /**
   * Whether a front (a reverse proxy, a load balancer) seems to have made an answer: the answer has no
   * `X-Weave-Timestamp` and is HTML, a 502 or a 504, or its `Server` differs from that of the server's successes.
   * @returns the name of the front, such as `nginx/1.22.1`, or a text for an unnamed one; null for the server's answer
   */
  frontOf(response: ReceivedResponse): string | null {
    const server = serverOf(response);
    const changed = this.#names.size > 0 && !this.#names.has(server);
    if (isStamped(response)) return changed && server !== "" ? shorten(server) : null;
    if (!changed && !isHtml(response) && !GATEWAY.has(response.status)) return null;
    return shorten(server) || nameOnPage(response) || UNNAMED;
  }
}

/** The addition to a message about an answer that a front made; empty for an answer of the server. */
export function frontNote(front: string | null): string {
  return front === null ? "" : `; this looks like the answer of a front (${front})`;
}

function isStamped({ headers }: ReceivedResponse): boolean {
  return fieldLines(headers, "X-Weave-Timestamp").length > 0;
}

function isHtml({ headers, body }: ReceivedResponse): boolean {
  const type = mediaType(headers);
  return (
    type === "text/html" || type === "application/xhtml+xml" || beginning(body).trimStart().startsWith("<")
  );
}

function serverOf({ headers }: ReceivedResponse): string {
  return fieldLines(headers, "Server").join(", ").trim();
}

function nameOnPage({ body }: ReceivedResponse): string {
  const page = beginning(body).toLowerCase();
  return PAGES.find(([text]) => page.includes(text))?.[1] ?? "";
}

function beginning(body: Uint8Array): string {
  return Buffer.from(body.subarray(0, SEARCHED)).toString("latin1");
}

function shorten(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
