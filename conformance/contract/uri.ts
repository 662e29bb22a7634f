import { isIPv6 } from "node:net";

/** Takes any text apart (RFC 3986, appendix B): scheme, authority, path, query and fragment. */
const PARTS = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
const PATH = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*$/;
const QUERY = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$/;
const USER = /^(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*$/;
const NAME = /^(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;
const FUTURE = /^v[0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+$/i;
const PORT = /^[0-9]*$/;

/**
 * True for a URI or a relative reference (RFC 3986, section 4.1). Part by part, each with a pattern of linear time:
 * nobody can prove that of the one pattern that ajv-formats has for all of it.
 */
export function isUriReference(text: string): boolean {
  const [, scheme, authority, path = "", query = "", fragment = ""] = PARTS.exec(text) ?? [];
  return (
    (scheme === undefined || SCHEME.test(scheme)) &&
    (authority === undefined || isAuthority(authority)) &&
    PATH.test(path) &&
    QUERY.test(query) &&
    QUERY.test(fragment)
  );
}

/** True for a URI, which has a scheme (RFC 3986, section 3). */
export function isUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) && isUriReference(text);
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  if (at >= 0 && !USER.test(authority.slice(0, at))) return false;
  const place = authority.slice(at + 1);
  const end = place.startsWith("[") ? place.indexOf("]") + 1 : place.split(":", 1)[0]?.length;
  if (!end) return place === "" || (place.startsWith(":") && PORT.test(place.slice(1)));
  const [host, rest] = [place.slice(0, end), place.slice(end)];
  if (rest !== "" && !(rest.startsWith(":") && PORT.test(rest.slice(1)))) return false;
  if (!host.startsWith("[")) return NAME.test(host);
  const literal = host.slice(1, -1);
  return FUTURE.test(literal) || (isIPv6(literal) && !literal.includes("%"));
}
