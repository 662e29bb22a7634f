import { isIPv6 } from "node:net";

/** Validates URIs and relative references (RFC 3986) in linear time. */

/** Splits any text into scheme, authority, path, query and fragment (RFC 3986, appendix B). */
const PARTS = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
const PATH = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*$/;
const QUERY = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$/;
const USER = /^(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*$/;
const NAME = /^(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;
const FUTURE = /^v[0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+$/i;
const PORT = /^[0-9]*$/;

/**
 * Whether a text is a URI or a relative reference (RFC 3986, section 4.1). Each part has a pattern of linear time. The
 * single pattern of ajv-formats is not known to be linear.
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

/** Whether a text is a URI, which has a scheme (RFC 3986, section 3). */
export function isUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) && isUriReference(text);
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  if (at >= 0 && !USER.test(authority.slice(0, at))) return false;
  const hostAndPort = authority.slice(at + 1);
  const end = hostAndPort.startsWith("[")
    ? hostAndPort.indexOf("]") + 1
    : hostAndPort.split(":", 1)[0]?.length;
  if (!end) return hostAndPort === "" || (hostAndPort.startsWith(":") && PORT.test(hostAndPort.slice(1)));
  const [host, rest] = [hostAndPort.slice(0, end), hostAndPort.slice(end)];
  if (rest !== "" && !(rest.startsWith(":") && PORT.test(rest.slice(1)))) return false;
  if (!host.startsWith("[")) return NAME.test(host);
  const literal = host.slice(1, -1);
  return FUTURE.test(literal) || (isIPv6(literal) && !literal.includes("%"));
}
