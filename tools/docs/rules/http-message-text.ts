// Writes an exchange as HTTP messages, for the page of a rule.
import { statusLine } from "../../../conformance/results/format-exchange.ts";
import { shorten, size, visible } from "../../../conformance/results/format-text.ts";
import type { Exchange, HeaderList, KeptBody } from "../../../conformance/results/report-model.ts";
import { type ExampleNames, HOST } from "./example-names.ts";

const MOST_BODY = 900;
const MOST_VALUE = 300;
/** The most characters of JSON on one line. */
const LONG_LINE = 76;

/** Header fields of the connection, which say nothing about the protocol. */
const CONNECTION_FIELDS = new Set([
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
 * Writes request and response of an exchange as HTTP messages.
 * @param about the sentence of the rule; a header field that it names is always part of the text
 */
export function messageText(exchange: Exchange, names: ExampleNames, about: string): string {
  const { request, response } = exchange;
  const fields = (headers: HeaderList) => relevantFields(headers, about).map((field) => line(field, names));
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

function relevantFields(headers: HeaderList, about: string): HeaderList {
  const words = about.toLowerCase();
  return headers.filter(
    ([name]) => !CONNECTION_FIELDS.has(name.toLowerCase()) || words.includes(name.toLowerCase()),
  );
}

function line([name, value]: HeaderList[number], names: ExampleNames): string {
  return shorten(visible(`${canonical(name)}: ${names.text(value)}`), MOST_VALUE);
}

/** `X-Weave-Store` of `x-weave-store`: names have no case, and the document has a spelling. */
function canonical(name: string): string {
  if (name.toLowerCase() === "www-authenticate") return "WWW-Authenticate";
  return name.toLowerCase().replaceAll(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function body(kept: KeptBody | null, headers: HeaderList, names: ExampleNames): string[] {
  if (kept === null || kept.text === "") return [];
  if (kept.encoding === "base64") return ["", `[${size(kept.bytes)} that are not UTF-8]`];
  const text = visible(names.text(kept.text), { lines: true });
  const shown = kept.truncated ? text : formatJson(text, headers);
  if (!kept.truncated && shown.length <= MOST_BODY) return ["", ...shown.split("\n")];
  return ["", ...shorten(shown, MOST_BODY).split("\n"), `[${size(kept.bytes)} in all]`];
}

/** Formats long JSON. Any other text stays the same, since each octet may count. */
function formatJson(text: string, headers: HeaderList): string {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (text.length <= LONG_LINE || !/^application\/(?:[\w.]+\+)?json\b/.test(type)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
