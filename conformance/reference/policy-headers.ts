/** Makes the header fields that follow from the policy of a service. */
import Link from "http-link-header";
import { type BareItem, serializeItem, Token } from "structured-headers";
import type { Backoff, Policy } from "./policy.ts";

/** Header fields of every answer of a service (`x-anywhere` of the document). */
export function policyHeaders({ backoff, protocol }: Policy): Record<string, string> {
  return {
    ...(backoff && { "X-Weave-Backoff": backoffValue(backoff) }),
    ...(protocol.status === "deprecated" && {
      Deprecation: serializeItem(protocol.since),
      Sunset: protocol.sunset.toUTCString(),
      Link: linkValue(protocol.successor, "successor-version"),
    }),
  };
}

/** @returns an item of RFC 9651, e.g. `30;reason=load;scope=service` */
export function backoffValue({ seconds, reason, scope }: Backoff): string {
  return itemValue(seconds, { reason: new Token(reason), scope: new Token(scope) });
}

/** Serialises an item of RFC 9651 without its undefined parameters. */
export function itemValue(item: BareItem, parameters: Record<string, BareItem | undefined>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, BareItem] => {
    return entry[1] !== undefined;
  });
  return serializeItem(item, new Map(given));
}

/** @returns the value of a `Link` (RFC 8288) */
export function linkValue(uri: string, rel: "help" | "successor-version"): string {
  return new Link().set({ uri, rel }).toString();
}
