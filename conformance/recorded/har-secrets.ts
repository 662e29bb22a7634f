import type { Secret } from "../exchange/redactor.ts";
import type { HeaderList } from "../results/report-model.ts";
import type { HarEntry } from "./har-file.ts";

/** Collects the credentials in the requests and responses of a HAR file, so that no output shows them. */

const LABEL = "[redacted]";
/** Header fields whose values are credentials. */
const SECRET_FIELD = /^(?:(?:proxy-)?authorization|x-(?:api|auth|access|csrf|xsrf)-?(?:key|token)?)$/i;
const SECRET_PARAMETER =
  /^(?:access_?token|id_?token|token|api_?key|key|secret|password|auth|code|assertion)$/i;
/** A shorter part of a header field is a name, not a secret. */
const SHORTEST_PART = 8;

/** The secrets of all entries of a HAR file. */
export function harSecrets(entries: readonly HarEntry[]): Secret[] {
  const secrets = new Set<string>();
  for (const { request, response } of entries) {
    for (const { name, value } of [...request.headers, ...(response?.headers ?? [])]) {
      for (const text of secretsInField(name, value)) secrets.add(text);
    }
    const cookies = [...(request.cookies ?? []), ...(response?.cookies ?? [])];
    for (const { value } of cookies) secrets.add(value);
    for (const text of secretsInUrl(request.url)) secrets.add(text);
  }
  return [...secrets].filter((text) => text !== "").map((text) => ({ text, label: LABEL }));
}

function secretsInField(name: string, value: string): string[] {
  if (/^set-cookie$/i.test(name))
    return value.split("\n").map((line) => cookieValue(line.split(";", 1)[0] ?? ""));
  if (/^cookie$/i.test(name)) return value.split(/;\s*/).map(cookieValue);
  if (!SECRET_FIELD.test(name)) return [];
  // A Hawk header belongs to a single request: see `ownSecrets`.
  if (/^Hawk\s/i.test(value)) return [];
  const credentials = value.replace(/^\S+\s+/, "");
  return [value, credentials, ...(/^Basic\s/i.test(value) ? secretsInBasic(credentials) : [])];
}

function secretsInBasic(credentials: string): string[] {
  const pair = Buffer.from(credentials, "base64").toString();
  return [pair, pair.slice(pair.indexOf(":") + 1)];
}

function cookieValue(pair: string): string {
  return pair.slice(pair.indexOf("=") + 1).replace(/^"|"$/g, "");
}

function secretsInUrl(url: string): string[] {
  const [, user = ""] = /^[a-z]+:\/\/([^/?#]*)@/i.exec(url) ?? [];
  const parameters = [...new URLSearchParams(url.split("#", 1)[0]?.split("?").slice(1).join("?") ?? "")];
  return [
    user,
    ...user.split(":").slice(1),
    ...parameters.filter(([name]) => SECRET_PARAMETER.test(name)).map(([, value]) => value),
  ];
}

/** The secrets of a single request: the parts of a Hawk header. */
export function ownSecrets(headers: HeaderList): Secret[] {
  return headers
    .filter(([name]) => /^authorization$/i.test(name))
    .flatMap(([, value]) => [value, ...[...value.matchAll(/"([^"]*)"/g)].map(([, part = ""]) => part)])
    .filter((text) => text.length >= SHORTEST_PART)
    .map((text) => ({ text, label: LABEL }));
}
