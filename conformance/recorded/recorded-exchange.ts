import type { HeaderList } from "../results/report-model.ts";

/** An exchange that a run of this suite or another client recorded. */
export interface RecordedExchange {
  /** Its name in the file: `entry 12`, or its id in a report. */
  name: string;
  method: string;
  url: string;
  /** Raw path below the endpoint URL, without query; null if it belongs to no operation, undefined if it is unknown. */
  path?: string | null;
  request: { headers: HeaderList; hasBody: boolean };
  /** Null if none came. */
  response: RecordedResponse | null;
  /** True if a cache or a service worker answered instead of the server. */
  cached: boolean;
}

export interface RecordedResponse {
  status: number;
  headers: HeaderList;
  body: RecordedBody;
}

/** A body as far as the file has it. */
export interface RecordedBody {
  /** Decoded; null for none. */
  octets: Uint8Array | null;
  /** True if there was a body that is not complete in the file. */
  unseen: boolean;
}

/** Splits an absolute http URL into its normalised origin, raw path and query; null for any other URL. */
export function splitUrl(url: string): { origin: string; path: string; query: string } | null {
  const [, scheme = "", authority = "", path = "", query = ""] =
    /^(https?):\/\/([^/?#]+)([^?#]*)(\?[^#]*)?/i.exec(url) ?? [];
  // Drops credentials in the URL.
  const host = authority.replace(/^.*@/, "");
  if (scheme === "" || !URL.canParse(`${scheme}://${host}`)) return null;
  return { origin: new URL(`${scheme}://${host}`).origin, path, query };
}
