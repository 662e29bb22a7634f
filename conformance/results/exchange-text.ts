import { STATUS_CODES } from "node:http";
import type { Exchange, HeaderList, KeptBody, RuleResult } from "./model.ts";
import { size, visible } from "./text.ts";

/** Rule texts by id, as `generated/rules.ts` has them; `place` says where in the document the rule stands. */
export type Sentences = Readonly<Record<string, { text: string; place: string }>>;

/** Path and query of a request, as sent. Cut by hand: the URL class would tidy up the dot segments under test. */
export function requestTarget(url: string): string {
  return visible(url.replace(/^[a-z]+:\/\/[^/?#]*/i, "")) || "/";
}

/** `PUT /storage/bookmarks/a`. */
export function requestLine({ request }: Exchange): string {
  return `${visible(request.method)} ${requestTarget(request.url)}`;
}

/** `201 Created`, or the reason why no response arrived. */
export function statusLine({ response, error }: Exchange): string {
  if (response === null) return `no response: ${visible(error ?? "unknown reason")}`;
  const phrase = STATUS_CODES[response.status];
  return phrase === undefined ? `${response.status}` : `${response.status} ${phrase}`;
}

/** `Name: value` a field, safe to print. */
export function headerLines(headers: HeaderList): string[] {
  return headers.map(([name, value]) => visible(`${name}: ${value}`));
}

/** The body as text, safe to print, followed by a note where the text is not the whole body. */
export function bodyText({ text, encoding, bytes, truncated }: KeptBody): string {
  const notes: string[] = [];
  if (encoding === "base64") notes.push("base64");
  if (truncated) notes.push(`cut, ${size(bytes)} in all`);
  return `${visible(text, { lines: true })}${notes.length > 0 ? `\n[${notes.join("; ")}]` : ""}`;
}

/** All exchanges of a run, a rule's at a time: together they may take more room than there is. */
export function* exchangesOf(results: readonly RuleResult[]): Generator<Exchange, void> {
  for (const { exchanges } of results) yield* exchanges;
}

/** Finds an exchange of a run by its id. */
export type Exchanges = Pick<ReadonlyMap<string, Exchange>, "get">;

/**
 * Every exchange of a run by its id. A violation may point at an exchange of another rule's check, since the
 * contract layer watches all of them.
 */
export function exchangesById(results: readonly RuleResult[]): Exchanges {
  const byRule = new Map<string, RuleResult>(results.map((result) => [result.rule, result]));
  /** Of a report from elsewhere: where an exchange is whose id does not begin with the rule of its check. */
  let elsewhere: Map<string, RuleResult> | null = null;
  const get = (id: string): Exchange | undefined => {
    const isIt = (exchange: Exchange) => exchange.id === id;
    const own = byRule.get(id.slice(0, Math.max(0, id.lastIndexOf("#"))))?.exchanges.find(isIt);
    if (own) return own;
    elsewhere ??= new Map(
      results.flatMap((result) =>
        result.exchanges.map((exchange): [string, RuleResult] => [exchange.id, result]),
      ),
    );
    return elsewhere.get(id)?.exchanges.find(isIt);
  };
  return { get };
}
