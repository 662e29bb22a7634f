import type { Answer } from "../../exchange/answer.ts";
import { shorten, visible } from "../../results/format-text.ts";

/** Most characters of a server's text in a message. */
const MOST_SHOWN = 200;

/**
 * Describes a server that does not speak this protocol.
 * @returns the rest of a sentence about the endpoint, with what to do
 */
export function describeForeignServer(answer: Answer): string {
  const { status } = answer;
  const by = named(answer, "Server");
  if (status >= 300 && status < 400 && status !== 304) {
    const to = named(answer, "Location");
    return `redirects${to ? ` to ${to}` : ""} (${status}). The suite follows no redirect: give the URL where the server is.`;
  }
  if (answer.exchange.lost === "foreign") {
    return `is a front${by ? ` (${by})` : ""} whose server does not answer (${status}). Start that server, or check the address that the front uses for it.`;
  }
  if (status === 401 || status === 403) {
    return `is answered ${status} by something${by ? ` (${by})` : ""} that is not a Sync 2.0 server: it sends no X-Weave-Timestamp. ${PATH} A front before the server may ask for its own credentials.`;
  }
  if (/html/.test(answer.type)) {
    return `is answered with a page of HTML (${status})${by ? ` by ${by}` : ""}, and not by a Sync 2.0 server. ${PATH}`;
  }
  return `is answered ${status} by something${by ? ` (${by})` : ""} that is not a Sync 2.0 server: it sends no X-Weave-Timestamp. ${PATH}`;
}

const PATH = "Is the path of the endpoint correct? It looks like https://sync.example.test/2.0/{account}.";

/** A header field without credentials, safe to print. */
function named({ exchange }: Answer, name: string): string {
  const wanted = name.toLowerCase();
  const value = exchange.response?.headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
  return value === undefined ? "" : shorten(visible(value), MOST_SHOWN);
}
