/** Lines for a terminal that show whole exchanges, attempt by attempt. */
import { bodyText, headerLines, requestLine, statusLine } from "../../results/format-exchange.ts";
import { plural, shorten, visible } from "../../results/format-text.ts";
import type { Exchange, HeaderList, KeptBody, Part } from "../../results/report-model.ts";
import type { Colors } from "./colors.ts";

/** Exchanges shown for each attempt unless all are wanted, since checks that search make thousands. */
const MOST_SHOWN = 50;
const LINE_LENGTH = 1000;

/** Options of a conversation. */
export interface ConversationOptions {
  colors: Colors;
  /** Show all exchanges, not only the last ones of each attempt. */
  all: boolean;
  /** Id of the exchange that shows a violation; it is never left out. null for none. */
  shows: string | null;
}

/**
 * Exchanges in their order, each with request and response: start line, all header fields, body. Set-up and clean-up
 * are marked, each attempt has a heading, and a note counts the exchanges that are left out.
 *
 * @returns lines that are safe to print; they show as much of a body as the report keeps
 */
export function conversationLines(exchanges: readonly Exchange[], options: ConversationOptions): string[] {
  const partitions = new Set(exchanges.map(({ part }) => part?.partition));
  const groups: { title: string; exchanges: Exchange[] }[] = [];
  for (const exchange of exchanges) {
    const title = titleOf(exchange.part, partitions.size > 1);
    const last = groups.at(-1);
    if (last?.title === title) last.exchanges.push(exchange);
    else groups.push({ title, exchanges: [exchange] });
  }
  return groups.flatMap(({ title, exchanges: ofGroup }) => [
    options.colors.bold(title),
    ...groupLines(ofGroup, options),
    "",
  ]);
}

function titleOf(part: Part | null, several: boolean): string {
  if (part === null) return "exchanges";
  return `attempt ${part.attempt}${several ? ` for /${part.partition}` : ""}`;
}

function groupLines(exchanges: readonly Exchange[], options: ConversationOptions): string[] {
  const { colors, all, shows } = options;
  const first = all ? 0 : Math.max(0, exchanges.length - MOST_SHOWN);
  const lines: string[] = [];
  let left = 0;
  exchanges.forEach((exchange, index) => {
    if (index < first && exchange.id !== shows) {
      left += 1;
      return;
    }
    if (left > 0) lines.push("", colors.yellow(`  ${plural(left, "exchange")} left out: --all shows them`));
    left = 0;
    lines.push("", ...exchangeLines(exchange, options).map((line) => `  ${line}`));
  });
  return lines;
}

function exchangeLines(exchange: Exchange, { colors, shows }: ConversationOptions): string[] {
  const { id, part, durationMs, request, response, findings } = exchange;
  const phase = part && part.phase !== "check" ? `  ${part.phase}` : "";
  const mark = id === shows ? `  ${colors.red("← shows the violation")}` : "";
  const paint = phase === "" ? (text: string) => text : colors.dim;
  return [
    `${colors.cyan(visible(id))}${colors.yellow(phase)}  ${colors.dim(`${durationMs} ms`)}${mark}`,
    ...messageLines(">", requestLine(exchange), request).map(paint),
    ...messageLines("<", statusLine(exchange), response).map(paint),
    ...findings.map(({ rule, expected, got }) =>
      colors.red(`! ${rule}: ${visible(`expected ${expected}; got ${got}`)}`),
    ),
  ];
}

function messageLines(
  sign: string,
  first: string,
  message: { headers: HeaderList; body: KeptBody | null } | null,
): string[] {
  const fields = message ? headerLines(message.headers) : [];
  const body = message?.body ? ["", ...bodyText(message.body).split("\n")] : [];
  // The report bounds a body as a whole, so its lines need no bound.
  const head = [first, ...fields].map((line) => shorten(line, LINE_LENGTH));
  return [...head, ...body].map((line) => (line === "" ? sign : `${sign} ${line}`));
}
