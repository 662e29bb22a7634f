/** Exchanges as text that is safe to print, and the index that finds an exchange by its id. */
import { STATUS_CODES } from "node:http";
import { size, visible } from "./format-text.ts";
import type { Exchange, HeaderList, KeptBody, RuleResult } from "./report-model.ts";

/** Rule texts by id, from `generated/rules.ts`; `place` is the rule's place in the document. */
export type RuleSentences = Readonly<Record<string, { text: string; place: string }>>;

/** Path and query of a request, as sent. The URL class would remove the dot segments under test. */
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

/** One line `Name: value` for each field, safe to print. */
export function headerLines(headers: HeaderList): string[] {
  return headers.map(([name, value]) => visible(`${name}: ${value}`));
}

/** The body as text, safe to print; a note follows if it is encoded or shortened. */
export function bodyText({ text, encoding, bytes, truncated }: KeptBody): string {
  const notes: string[] = [];
  if (encoding === "base64") notes.push("base64");
  if (truncated) notes.push(`cut, ${size(bytes)} in all`);
  return `${visible(text, { lines: true })}${notes.length > 0 ? `\n[${notes.join("; ")}]` : ""}`;
}

/** All exchanges of a run, those of one rule at a time: all of them together may not fit into memory. */
export function* exchangesOf(results: readonly RuleResult[]): Generator<Exchange, void> {
  for (const { exchanges } of results) yield* exchanges;
}

/** Finds an exchange of a run by its id. */
export type ExchangeIndex = Pick<ReadonlyMap<string, Exchange>, "get">;

/**
 * Indexes the exchanges of a run by id. A violation may point to an exchange of another rule's check, since the
 * contract layer watches every exchange.
 */
export function exchangesById(results: readonly RuleResult[]): ExchangeIndex {
  const byRule = new Map<string, RuleResult>(results.map((result) => [result.rule, result]));
  /** For the exchanges of a foreign report, whose ids do not begin with the rule of their check. */
  let elsewhere: Map<string, RuleResult> | null = null;
  const get = (id: string): Exchange | undefined => {
    const hasId = (exchange: Exchange) => exchange.id === id;
    const own = byRule.get(id.slice(0, Math.max(0, id.lastIndexOf("#"))))?.exchanges.find(hasId);
    if (own) return own;
    elsewhere ??= new Map(
      results.flatMap((result) =>
        result.exchanges.map((exchange): [string, RuleResult] => [exchange.id, result]),
      ),
    );
    return elsewhere.get(id)?.exchanges.find(hasId);
  };
  return { get };
}
