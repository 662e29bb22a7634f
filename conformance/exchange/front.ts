import { fieldLines, mediaType } from "../contract/message.ts";
import type { HeaderList } from "../results/model.ts";

/** What of a response tells who made it. */
export interface Shown {
  status: number;
  headers: HeaderList;
  body: Uint8Array;
}

/** Values of `Server` that are remembered: a service has a few nodes, and a hostile one has a value for each answer. */
const MOST_NAMES = 16;
/** Characters of a name that a message shows, and octets of a page that are searched for one. */
const LONGEST_NAME = 60;
const SEARCHED = 2048;
/** Only a front says that it could not reach, or did not understand, the server behind it. */
const GATEWAY = new Set([502, 504]);
const UNNAMED = "it does not give its name";

/** What the error pages of fronts that send no `Server` say, in lower case. */
const PAGES: readonly [page: string, name: string][] = [
  ["<center>nginx", "nginx"],
  ["<address>apache", "Apache"],
  ["varnish cache server", "Varnish"],
  ["no server is available to handle this request", "HAProxy"],
  ["your browser sent an invalid request", "HAProxy"],
  ["the server didn't respond in time", "HAProxy"],
  ["the server returned an invalid or incomplete response", "HAProxy"],
];

/** What is known of the answers of one origin, so that an answer that a front made on its own is told from them. */
export class Origin {
  /** The values of `Server` in successes of this protocol; empty for those that had none. */
  readonly #names = new Set<string>();

  /** Has to be called for each answer. */
  see(response: Shown): void {
    const success = response.status >= 200 && response.status < 300;
    if (success && isStamped(response) && this.#names.size < MOST_NAMES) this.#names.add(serverOf(response));
  }

  /**
   * Says whether an answer looks like one that a front (a reverse proxy, a load balancer) made on its own: it has no
   * `X-Weave-Timestamp` and is HTML, a 502 or a 504, or its `Server` is none that the server's successes have.
   * @returns the name of the front, e.g. `nginx/1.22.1`, or that it gives none; null for any other answer
   */
  frontOf(response: Shown): string | null {
    const server = serverOf(response);
    const changed = this.#names.size > 0 && !this.#names.has(server);
    if (isStamped(response)) return changed && server !== "" ? shorten(server) : null;
    if (!changed && !isHtml(response) && !GATEWAY.has(response.status)) return null;
    return shorten(server) || nameOnPage(response) || UNNAMED;
  }
}

/** What a verdict adds about an answer of a front; empty where there is none. */
export function frontNote(front: string | null): string {
  return front === null ? "" : `; this looks like the answer of a front (${front})`;
}

function isStamped({ headers }: Shown): boolean {
  return fieldLines(headers, "X-Weave-Timestamp").length > 0;
}

function isHtml({ headers, body }: Shown): boolean {
  const type = mediaType(headers);
  return (
    type === "text/html" || type === "application/xhtml+xml" || beginning(body).trimStart().startsWith("<")
  );
}

function serverOf({ headers }: Shown): string {
  return fieldLines(headers, "Server").join(", ").trim();
}

function nameOnPage({ body }: Shown): string {
  const page = beginning(body).toLowerCase();
  return PAGES.find(([said]) => page.includes(said))?.[1] ?? "";
}

function beginning(body: Uint8Array): string {
  return Buffer.from(body.subarray(0, SEARCHED)).toString("latin1");
}

function shorten(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
