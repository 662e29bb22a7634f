/** Lines for a terminal about one violated rule. */
import {
  bodyText,
  type ExchangeIndex,
  headerLines,
  type RuleSentences,
  requestLine,
  statusLine,
} from "../../results/format-exchange.ts";
import { shorten, size, visible, wrap } from "../../results/format-text.ts";
import type { Exchange, HeaderList, KeptBody, RuleResult } from "../../results/report-model.ts";
import type { Colors } from "./colors.ts";

const BODY_LENGTH = 400;
const LINE_LENGTH = 300;
/** A shortened sequence is hardly ever longer. */
const SCRIPT_LENGTH = 40;
/** Nobody copies a longer command from a terminal. */
const CURL_LENGTH = 2000;

/** Header fields that hardly ever explain a violation. */
const RARELY_RELEVANT = new Set([
  "accept-encoding",
  "accept-language",
  "authorization",
  "connection",
  "content-length",
  "date",
  "host",
  "keep-alive",
  "sec-fetch-mode",
  "server",
  "transfer-encoding",
  "user-agent",
]);

/** Drops the rarely relevant fields, unless the rule or the finding names them. */
function relevantFields(headers: HeaderList, about: string): HeaderList {
  const words = about.toLowerCase();
  return headers.filter(
    ([name]) => !RARELY_RELEVANT.has(name.toLowerCase()) || words.includes(name.toLowerCase()),
  );
}

function bodyLines(body: KeptBody | null): string[] {
  if (body === null || body.text === "") return [];
  const text = bodyText({ ...body, text: shorten(body.text, BODY_LENGTH) });
  const cut = body.text.length > BODY_LENGTH && !body.truncated ? `\n[cut, ${size(body.bytes)} in all]` : "";
  return `${text}${cut}`.split("\n");
}

function exchangeLines(exchange: Exchange, about: string, colors: Colors): string[] {
  const { request, response } = exchange;
  const sent = [...headerLines(relevantFields(request.headers, about)), ...bodyLines(request.body)];
  const received =
    response === null
      ? []
      : [...headerLines(relevantFields(response.headers, about)), ...bodyLines(response.body)];
  return [
    `${colors.dim(">")} ${colors.bold(shorten(requestLine(exchange), LINE_LENGTH))}`,
    ...sent.map((line) => colors.dim(`> ${line}`)),
    `${colors.dim("<")} ${colors.bold(statusLine(exchange))}`,
    ...received.map((line) => colors.dim(`< ${line}`)),
  ];
}

/** A label and its text, whose further lines are indented under the first. */
function labelled(label: string, text: string, width: number): string[] {
  const lines = wrap(visible(text, { lines: true }), width - 10);
  return lines.map((line, index) => `${(index === 0 ? label : "").padEnd(10)}${line}`);
}

function scriptLines(script: readonly string[]): string[] {
  const lines = script.map((line) => `  ${shorten(visible(line), LINE_LENGTH)}`);
  const more = lines.length - SCRIPT_LENGTH;
  return more > 0 ? [...lines.slice(0, SCRIPT_LENGTH), `  (${more} more, see the report)`] : lines;
}

/**
 * One violated rule: its sentence, expected and actual answer, the exchange that shows it, the command to repeat it.
 *
 * @param exchanges the exchanges of the run by id
 * @param columns width to wrap prose to; a curl line is never broken, so that it can be copied
 * @param pageOf URL of the rule's page; null for none
 */
export function violationLines(
  { rule, level, outcome, reason, violation }: RuleResult,
  exchanges: ExchangeIndex,
  sentences: RuleSentences,
  { colors, columns, pageOf }: { colors: Colors; columns: number; pageOf?: (rule: string) => string | null },
): string[] {
  const paint = level === "MUST" || level === "MUST NOT" ? colors.red : colors.yellow;
  const width = columns - 2;
  const text = sentences[rule]?.text ?? "";
  const lines = text === "" ? [] : wrap(visible(text), width);
  if (violation === null) {
    lines.push(...labelled("reason", reason ?? "none given", width));
  } else {
    const { expected, got, curl, script } = violation;
    // The number of attempts that saw the violation.
    if (outcome === "inconsistent")
      lines.push(...wrap(visible((reason ?? "").split(":", 1)[0] ?? ""), width));
    lines.push(...labelled("expected", expected, width), ...labelled("got", got, width));
    if (script !== null) lines.push("script", ...scriptLines(script));
    const shown = violation.exchange === null ? undefined : exchanges.get(violation.exchange);
    if (shown !== undefined) lines.push(...exchangeLines(shown, `${text} ${expected} ${got}`, colors));
    const command =
      curl !== null && curl.length > CURL_LENGTH ? "(see the report: the command is long)" : curl;
    if (command !== null) lines.push(`${colors.dim("$")} ${visible(command)}`);
  }
  const page = pageOf?.(rule) ?? null;
  if (page !== null) lines.push(`${"page".padEnd(10)}${visible(page)}`);
  return [`${paint("✕")} ${colors.bold(rule)}  ${paint(level)}`, ...lines.map((line) => `  ${line}`)];
}
