import type { HeaderList } from "../results/model.ts";

/** An exchange that somebody recorded: one of our runs, or any other client. */
export interface RecordedExchange {
  /** What it is called in its file: `entry 12`, or the id that a report gives it. */
  name: string;
  method: string;
  url: string;
  /** Raw path below the endpoint URL, without query; null for none of the document, undefined where nobody knows yet. */
  path?: string | null;
  request: { headers: HeaderList; hasBody: boolean };
  /** null where none came. */
  response: RecordedResponse | null;
  /** True where a cache or a service worker answered, and not the server. */
  cached: boolean;
}

export interface RecordedResponse {
  status: number;
  headers: HeaderList;
  body: RecordedBody;
}

/** A body as far as a file holds it. */
export interface RecordedBody {
  /** Decoded; null for none. */
  octets: Uint8Array | null;
  /** True where there was a body that the file does not hold as a whole. */
  unseen: boolean;
}

/** The parts of an absolute http URL, the host in one spelling and the path as it is; null for any other URL. */
export function splitUrl(url: string): { origin: string; path: string; query: string } | null {
  const [, scheme = "", authority = "", path = "", query = ""] =
    /^(https?):\/\/([^/?#]+)([^?#]*)(\?[^#]*)?/i.exec(url) ?? [];
  // Credentials in a URL are nobody's business here.
  const host = authority.replace(/^.*@/, "");
  if (scheme === "" || !URL.canParse(`${scheme}://${host}`)) return null;
  return { origin: new URL(`${scheme}://${host}`).origin, path, query };
}
