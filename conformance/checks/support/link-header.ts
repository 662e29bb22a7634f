/** Reads the targets of the `Link` header field. */
import Link from "http-link-header";
import type { Answer } from "../../exchange/answer.ts";

/** The targets of a response's links with a relation (RFC 8288); none if `Link` cannot be read. */
export function linksOf(answer: Answer, relation: string): string[] {
  try {
    return Link.parse(answer.header("Link") ?? "")
      .rel(relation)
      .map(({ uri }) => uri);
  } catch {
    return [];
  }
}
