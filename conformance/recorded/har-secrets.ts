import type { Secret } from "../exchange/redactor.ts";
import type { HeaderList } from "../results/model.ts";
import type { HarEntry } from "./har-file.ts";

const LABEL = "[redacted]";
/** Fields whose values let somebody in. */
const SECRET = /^(?:(?:proxy-)?authorization|x-(?:api|auth|access|csrf|xsrf)-?(?:key|token)?)$/i;
const SECRET_PARAMETER =
  /^(?:access_?token|id_?token|token|api_?key|key|secret|password|auth|code|assertion)$/i;
/** A shorter part of a header field is a name, which does not let anybody in. */
const SHORTEST_PART = 8;

/** What must not be shown of what the requests and responses of a HAR file carried, wherever it turns up again. */
export function harSecrets(entries: readonly HarEntry[]): Secret[] {
  const found = new Set<string>();
  for (const { request, response } of entries) {
    for (const { name, value } of [...request.headers, ...(response?.headers ?? [])]) {
      for (const text of inField(name, value)) found.add(text);
    }
    const cookies = [...(request.cookies ?? []), ...(response?.cookies ?? [])];
    for (const { value } of cookies) found.add(value);
    for (const text of inUrl(request.url)) found.add(text);
  }
  return [...found].filter((text) => text !== "").map((text) => ({ text, label: LABEL }));
}

function inField(name: string, value: string): string[] {
  if (/^set-cookie$/i.test(name))
    return value.split("\n").map((line) => cookieValue(line.split(";", 1)[0] ?? ""));
  if (/^cookie$/i.test(name)) return value.split(/;\s*/).map(cookieValue);
  if (!SECRET.test(name)) return [];
  // A Hawk header is for its own request alone: see `ownSecrets`.
  if (/^Hawk\s/i.test(value)) return [];
  const credentials = value.replace(/^\S+\s+/, "");
  return [value, credentials, ...(/^Basic\s/i.test(value) ? inBasic(credentials) : [])];
}

function inBasic(credentials: string): string[] {
  const pair = Buffer.from(credentials, "base64").toString();
  return [pair, pair.slice(pair.indexOf(":") + 1)];
}

function cookieValue(pair: string): string {
  return pair.slice(pair.indexOf("=") + 1).replace(/^"|"$/g, "");
}

function inUrl(url: string): string[] {
  const [, user = ""] = /^[a-z]+:\/\/([^/?#]*)@/i.exec(url) ?? [];
  const parameters = [...new URLSearchParams(url.split("#", 1)[0]?.split("?").slice(1).join("?") ?? "")];
  return [
    user,
    ...user.split(":").slice(1),
    ...parameters.filter(([name]) => SECRET_PARAMETER.test(name)).map(([, value]) => value),
  ];
}

/** Credentials that a request has for itself alone: what a Hawk header says. */
export function ownSecrets(headers: HeaderList): Secret[] {
  return headers
    .filter(([name]) => /^authorization$/i.test(name))
    .flatMap(([, value]) => [value, ...[...value.matchAll(/"([^"]*)"/g)].map(([, part = ""]) => part)])
    .filter((text) => text.length >= SHORTEST_PART)
    .map((text) => ({ text, label: LABEL }));
}
