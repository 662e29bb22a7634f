import Link from "http-link-header";
import type { Answer } from "../../exchange/answer.ts";

/** The targets of the links of a response that have a relation (RFC 8288); none where `Link` cannot be read. */
export function linksOf(answer: Answer, relation: string): string[] {
  try {
    return Link.parse(answer.header("Link") ?? "")
      .rel(relation)
      .map(({ uri }) => uri);
  } catch {
    return [];
  }
}
