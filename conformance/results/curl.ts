import { Buffer } from "node:buffer";
import type { Exchange, HeaderList, KeptBody } from "./model.ts";
import { MAC_LABEL, SECRET_LABEL } from "./secret-labels.ts";
import { visible } from "./text.ts";

/** Fields that curl writes itself, from the URL and the body. */
const OWN = new Set(["host", "content-length", "connection"]);

/** A word that no shell reads anything into; everything else is quoted. */
const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/;

function quote(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** True for text that survives being pasted into a terminal, where a tab asks for completion. */
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

/** What the shell puts in the place of a label; a variable may hold the template for all accounts. */
function secret(kind: string | undefined, account: string): string {
  const filled = `sed 's/{account}/${account.replaceAll(/[^A-Za-z0-9_.-]/g, "")}/g'`;
  if (kind === "token") return `$(printf %s "$SYNC2_TOKEN" | ${filled})`;
  return `$(printf %s "$SYNC2_USERNAME:$SYNC2_PASSWORD" | ${filled} | base64 | tr -d '\\n')`;
}

function authorization(name: string, value: string): string {
  // A Hawk header is good for one request, and cannot be made in a shell.
  if (isMade(value)) return `-H "${inDoubleQuotes(name)}: $SYNC2_AUTHORIZATION"`;
  const label = SECRET_LABEL.exec(value);
  if (label === null) return header(name, value);
  const [before = "", after = ""] = value.split(label[0]);
  const [, kind, account = ""] = label;
  return `-H "${inDoubleQuotes(`${name}: ${before}`)}${secret(kind, account)}${inDoubleQuotes(after)}"`;
}

function isMade(value: string): boolean {
  return /^Hawk\s/i.test(value) && value.includes(MAC_LABEL);
}

/** Text for between double quotes. */
function inDoubleQuotes(text: string): string {
  return text.replaceAll(/[\\"$`]/g, "\\$&");
}

function header(name: string, value: string): string {
  // curl takes `Name:` for "leave this field out", so that an empty value has a spelling of its own.
  return `-H ${quote(value === "" ? `${name};` : `${name}: ${value}`)}`;
}

function headerArguments(headers: HeaderList, body: KeptBody | null): string[] {
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  const fields = headers
    .filter(([name]) => !OWN.has(name.toLowerCase()))
    .map(([name, value]) =>
      name.toLowerCase() === "authorization" ? authorization(name, value) : header(name, value),
    );
  // Fields that curl would add of its own accord: a check on a missing one would not be repeated.
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
 * One line for a POSIX shell that repeats the request with curl and shows the response with its head. Credentials are
 * left out: the shell's variables `SYNC2_TOKEN`, or `SYNC2_USERNAME` and `SYNC2_PASSWORD`, are sent instead,
 * `{account}` in them being filled in; for Hawk a whole header that has to be made for each request. A body that the
 * report holds in part only is sent in part, and a comment says so.
 */
export function curlLine({ request }: Exchange): string {
  const { method, url, headers, body } = request;
  const head = method === "HEAD" && body === null;
  const words = ["curl -i -sS", head ? "-I" : `-X ${quote(method)}`, "--path-as-is"];
  // Without it curl takes brackets and braces in a query for patterns.
  if (/[[\]{}]/.test(url)) words.push("--globoff");
  words.push(...headerArguments(headers, body));
  const comments = headers.some(([name, value]) => name.toLowerCase() === "authorization" && isMade(value))
    ? ["SYNC2_AUTHORIZATION: a new Hawk header for this request"]
    : [];
  if (body?.truncated) comments.push(`body shortened: ${body.bytes} bytes`);
  const comment = comments.length > 0 ? ` # ${comments.join("; ")}` : "";
  if (body === null) return `${[...words, quote(url)].join(" ")}${comment}`;

  const { before, argument } = bodySource(body);
  return `${before}${[...words, argument, quote(url)].join(" ")}${comment}`;
}
