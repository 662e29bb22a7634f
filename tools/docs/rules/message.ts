import { statusLine } from "../../../conformance/results/format-exchange.ts";
import { shorten, size, visible } from "../../../conformance/results/format-text.ts";
import type { Exchange, HeaderList, KeptBody } from "../../../conformance/results/report-model.ts";
import { HOST, type Neutral } from "./neutral.ts";

const MOST_BODY = 900;
const MOST_VALUE = 300;
/** A longer JSON text is broken into lines. */
const LONG_LINE = 76;

/** Fields of the connection, which say nothing about the protocol. */
const DULL = new Set([
  "accept-encoding",
  "accept-language",
  "connection",
  "content-length",
  "date",
  "host",
  "keep-alive",
  "sec-fetch-mode",
  "server",
  "transfer-encoding",
  "user-agent",
  "vary",
]);

/**
 * An exchange as messages, request and response.
 * @param about the sentence of the rule: a field that it names is shown, dull or not
 */
export function messageText(exchange: Exchange, names: Neutral, about: string): string {
  const { request, response } = exchange;
  const fields = (headers: HeaderList) => telling(headers, about).map((field) => line(field, names));
  const head = [
    `${visible(request.method)} ${shorten(visible(names.target(exchange)), MOST_VALUE)} HTTP/1.1`,
    `Host: ${HOST}`,
  ];
  const sent = [...head, ...fields(request.headers), ...body(request.body, request.headers, names)];
  if (response === null) return sent.join("\n");
  const received = [
    `HTTP/1.1 ${statusLine(exchange)}`,
    ...fields(response.headers),
    ...body(response.body, response.headers, names),
  ];
  return [...sent, "", ...received].join("\n");
}

function telling(headers: HeaderList, about: string): HeaderList {
  const words = about.toLowerCase();
  return headers.filter(([name]) => !DULL.has(name.toLowerCase()) || words.includes(name.toLowerCase()));
}

function line([name, value]: HeaderList[number], names: Neutral): string {
  return shorten(visible(`${canonical(name)}: ${names.text(value)}`), MOST_VALUE);
}

/** `X-Weave-Store` of `x-weave-store`: names have no case, and the document has a spelling. */
function canonical(name: string): string {
  if (name.toLowerCase() === "www-authenticate") return "WWW-Authenticate";
  return name.toLowerCase().replaceAll(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function body(kept: KeptBody | null, headers: HeaderList, names: Neutral): string[] {
  if (kept === null || kept.text === "") return [];
  if (kept.encoding === "base64") return ["", `[${size(kept.bytes)} that are not UTF-8]`];
  const text = visible(names.text(kept.text), { lines: true });
  const shown = kept.truncated ? text : laidOut(text, headers);
  if (!kept.truncated && shown.length <= MOST_BODY) return ["", ...shown.split("\n")];
  return ["", ...shorten(shown, MOST_BODY).split("\n"), `[${size(kept.bytes)} in all]`];
}

/** Only what says that it is JSON, and is: of anything else each octet may count. */
function laidOut(text: string, headers: HeaderList): string {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (text.length <= LONG_LINE || !/^application\/(?:[\w.]+\+)?json\b/.test(type)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
