/** Makes the curl command line that repeats a request, without credentials. */
import { Buffer } from "node:buffer";
import { visible } from "./format-text.ts";
import type { Exchange, HeaderList, KeptBody } from "./report-model.ts";
import { MAC_LABEL, SECRET_LABEL } from "./secret-labels.ts";

/** Header fields that curl writes itself, from the URL and the body. */
const SET_BY_CURL = new Set(["host", "content-length", "connection"]);

/** A word without special characters of a shell; every other word is quoted. */
const NEEDS_NO_QUOTES = /^[A-Za-z0-9_./:=@%+,-]+$/;

function quote(text: string): string {
  return NEEDS_NO_QUOTES.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** True for text that can be pasted into a terminal unchanged; there a tab asks for completion. */
function isPasteable(text: string): boolean {
  return visible(text) === text && !text.includes("\t");
}

/** A `printf %b` argument: POSIX knows octal escapes only, `\x` is an extension that dash lacks. */
function printfText(text: string): string {
  let escaped = "";
  for (const character of text) {
    if (character === "\\") escaped += "\\\\";
    else if (character === "\n") escaped += "\\n";
    else if (isPasteable(character)) escaped += character;
    else for (const byte of Buffer.from(character)) escaped += `\\0${byte.toString(8).padStart(3, "0")}`;
  }
  return `'${escaped.replaceAll("'", "'\\''")}'`;
}

/** A command substitution that yields the credentials; a variable may hold the template for all accounts. */
function secretFromEnvironment(kind: string | undefined, account: string): string {
  const filled = `sed 's/{account}/${account.replaceAll(/[^A-Za-z0-9_.-]/g, "")}/g'`;
  if (kind === "token") return `$(printf %s "$SYNC2_TOKEN" | ${filled})`;
  return `$(printf %s "$SYNC2_USERNAME:$SYNC2_PASSWORD" | ${filled} | base64 | tr -d '\\n')`;
}

function authorization(name: string, value: string): string {
  // A Hawk header is valid for one request only, and a shell cannot make one.
  if (isHawk(value)) return `-H "${inDoubleQuotes(name)}: $SYNC2_AUTHORIZATION"`;
  const label = SECRET_LABEL.exec(value);
  if (label === null) return header(name, value);
  const [before = "", after = ""] = value.split(label[0]);
  const [, kind, account = ""] = label;
  return `-H "${inDoubleQuotes(`${name}: ${before}`)}${secretFromEnvironment(kind, account)}${inDoubleQuotes(after)}"`;
}

function isHawk(value: string): boolean {
  return /^Hawk\s/i.test(value) && value.includes(MAC_LABEL);
}

/** Text for between double quotes. */
function inDoubleQuotes(text: string): string {
  return text.replaceAll(/[\\"$`]/g, "\\$&");
}

function header(name: string, value: string): string {
  // To curl, `Name:` means "leave this field out"; `Name;` sends an empty value.
  return `-H ${quote(value === "" ? `${name};` : `${name}: ${value}`)}`;
}

function headerArguments(headers: HeaderList, body: KeptBody | null): string[] {
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  const fields = headers
    .filter(([name]) => !SET_BY_CURL.has(name.toLowerCase()))
    .map(([name, value]) =>
      name.toLowerCase() === "authorization" ? authorization(name, value) : header(name, value),
    );
  // curl would add these fields itself, and the request of a check that leaves one out would not be repeated.
  if (!has("accept")) fields.push("-H Accept:");
  if (body !== null && !has("content-type")) fields.push("-H Content-Type:");
  return fields;
}

function bodySource(body: KeptBody): { before: string; argument: string } {
  if (body.encoding === "base64") {
    return { before: `printf '%s' ${quote(body.text)} | base64 -d | `, argument: "--data-binary @-" };
  }
  if (isPasteable(body.text)) return { before: "", argument: `--data-raw ${quote(body.text)}` };
  return { before: `printf '%b' ${printfText(body.text)} | `, argument: "--data-binary @-" };
}

/**
 * One line for a POSIX shell that repeats the request with curl and shows the head and body of the response. It holds
 * no credentials: the shell's variables `SYNC2_TOKEN`, or `SYNC2_USERNAME` and `SYNC2_PASSWORD`, supply them, with
 * `{account}` filled in. For Hawk, `SYNC2_AUTHORIZATION` supplies a whole header, made for this request. If the report
 * holds only a part of the body, that part is sent and a comment says so.
 */
export function curlLine({ request }: Exchange): string {
  const { method, url, headers, body } = request;
  const head = method === "HEAD" && body === null;
  const words = ["curl -i -sS", head ? "-I" : `-X ${quote(method)}`, "--path-as-is"];
  // Otherwise curl reads brackets and braces in a query as patterns.
  if (/[[\]{}]/.test(url)) words.push("--globoff");
  words.push(...headerArguments(headers, body));
  const comments = headers.some(([name, value]) => name.toLowerCase() === "authorization" && isHawk(value))
    ? ["SYNC2_AUTHORIZATION: a new Hawk header for this request"]
    : [];
  if (body?.truncated) comments.push(`body shortened: ${body.bytes} bytes`);
  const comment = comments.length > 0 ? ` # ${comments.join("; ")}` : "";
  if (body === null) return `${[...words, quote(url)].join(" ")}${comment}`;

  const { before, argument } = bodySource(body);
  return `${before}${[...words, argument, quote(url)].join(" ")}${comment}`;
}
