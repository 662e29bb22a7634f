import { FieldReader, QUOTED, SPACE, TOKEN, withoutQuoted } from "../contract/field-reader.ts";
import type { Answer } from "./answer.ts";

/** Reads the challenges of `WWW-Authenticate` (RFC 9110, section 11.6.1): schemes, and parameters of Hawk. */

/** A scheme, alone or before its first parameter. A parameter has "=" after its name. */
const SCHEME = /^([!#$%&'*+.^_`|~\w-]+)(?:$|[ \t]+[^\s=])/;

/** The schemes that `WWW-Authenticate` of an answer names, in lower case (RFC 9110, section 11.6.1). */
export function schemesOf(answer: Answer): string[] {
  return withoutQuoted(answer.header("WWW-Authenticate") ?? "")
    .split(",")
    .map((part) => SCHEME.exec(part.trim())?.[1]?.toLowerCase())
    .filter((scheme) => scheme !== undefined);
}

const HAWK = /(?:^|[\s,])Hawk\s/i;
/** The separator of parameters. */
const SEPARATOR = /[\s,]+/y;

/** A parameter of the Hawk challenge of an answer; undefined if it is absent. */
export function hawkParameter(answer: Answer, name: string): string | undefined {
  const challenge = answer.header("WWW-Authenticate") ?? "";
  const scheme = HAWK.exec(challenge);
  if (!scheme) return undefined;
  const reader = new FieldReader(challenge.slice(scheme.index + scheme[0].length));
  do {
    reader.take(SPACE);
    const key = reader.take(TOKEN);
    const value = reader.separator("=") ? (reader.take(QUOTED) ?? reader.take(TOKEN)) : null;
    if (key?.toLowerCase() === name && value !== null) return value.replace(/^"|"$/g, "");
  } while (reader.take(SEPARATOR) !== null);
  return undefined;
}
