import type { Answer } from "./answer.ts";

/** A quoted string, in which nothing is a scheme or a parameter. */
const QUOTED = /"((?:[^"\\]|\\.)*)"/g;
/** A token that neither has a value nor is one: the name of a scheme. */
const SCHEME = /(?:^|,)[ \t]*([!#$%&'*+.^_`|~\w-]+)(?=[ \t]*(?:,|$)|[ \t]+[^\s=])/g;

/** The schemes that `WWW-Authenticate` of an answer names, in lower case (RFC 9110, section 11.6.1). */
export function schemesOf(answer: Answer): string[] {
  const unquoted = (answer.header("WWW-Authenticate") ?? "").replace(QUOTED, '""');
  return [...unquoted.matchAll(SCHEME)].map(([, name = ""]) => name.toLowerCase());
}

/** A parameter of the Hawk challenge of an answer; undefined where it is absent. */
export function hawkParameter(answer: Answer, name: string): string | undefined {
  const challenge = answer.header("WWW-Authenticate") ?? "";
  const found = new RegExp(`(?:^|[\\s,])${name}="([^"]*)"`, "i").exec(
    challenge.slice(challenge.search(/(?:^|[\s,])Hawk\s/i)),
  );
  return found?.[1];
}
