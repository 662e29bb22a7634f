/** Renders the judgement of recorded traffic for a terminal. */
import pc from "picocolors";
import type { Judgement, RecordedViolation, SkipReason } from "../../recorded/judge-recording.ts";
import type { RuleSentences } from "../../results/format-exchange.ts";
import { plural, shorten, visible, wrap } from "../../results/format-text.ts";
import { isBinding } from "../../results/verdict.ts";
import type { Colors } from "./colors.ts";
import { coverageLines } from "./other-outcome-lines.ts";

/** Sightings shown for each rule; `--json` lists all. */
const MOST_SHOWN = 3;
const ENDPOINTS_SHOWN = 5;
const TEXT_LENGTH = 600;

const LEFT_WORDS: Record<SkipReason, (count: number) => string> = {
  elsewhere: (count) => `${plural(count, "exchange")} went elsewhere`,
  noOperation: (count) => `${plural(count, "exchange")} matched no operation of the document`,
  noResponse: (count) => `${plural(count, "exchange")} had no response`,
  cached: (count) => `${plural(count, "response")} came from a cache`,
  httpLayer: (count) =>
    `${plural(count, "response")} came from the HTTP layer (408, 414, 417, 431, 500, 501, 505)`,
  noFields: (count) => `${plural(count, "response")} had no header fields`,
};

/** The source of the endpoints: the command line, the traffic, or the judged report. */
export type EndpointSource = "named" | "found" | "report";

const SOURCE_WORDS: Record<EndpointSource, string> = {
  named: "",
  found: " (found from the traffic)",
  report: " and the targets of its scenarios",
};

/** Options of the rendered judgement. */
export interface JudgementOptions {
  file: string;
  source: EndpointSource;
  color: boolean;
  columns: number;
}

/** Why exchanges were not judged, one clause for each reason. */
export function leftWords(left: Judgement["left"]): string[] {
  return (Object.keys(LEFT_WORDS) as SkipReason[])
    .filter((reason) => left[reason] > 0)
    .map((reason) => LEFT_WORDS[reason](left[reason]));
}

/**
 * The judgement of recorded traffic for a terminal: broken rules with the exchanges that show it, coverage, numbers of
 * judged and other exchanges, and the verdict in the last line.
 *
 * @returns lines ended by `\n`, safe to print
 */
export function renderJudgement(
  judgement: Judgement,
  sentences: RuleSentences,
  { file, source, color, columns }: JudgementOptions,
): string {
  const colors = pc.createColors(color);
  const width = Math.max(40, columns);
  const { broken, judged, exchanges, left, bodiesUnseen } = judgement;
  const notes = [
    `${judged} of ${plural(exchanges, "exchange")} judged`,
    ...leftWords(left),
    ...(bodiesUnseen > 0
      ? [
          `${plural(bodiesUnseen, "body").replace("bodys", "bodies")} not in the file as a whole, and not judged`,
        ]
      : []),
  ];
  const lines = [
    ...broken.flatMap(({ rule, level, seen }) => [
      "",
      ...brokenLines({ rule, level, seen }, sentences[rule]?.text ?? "", { colors, width }),
    ]),
    "",
    colors.bold("coverage"),
    ...coverageLines(judgement.coverage, colors),
    "",
    `${visible(file)}, below ${endpointWords(judgement.endpoints)}${SOURCE_WORDS[source]}`,
    ...notes.flatMap((note) => wrap(note, width)),
    verdictLine(broken, colors),
  ];
  return `${lines.join("\n")}\n`;
}

function brokenLines(
  { rule, level, seen }: Judgement["broken"][number],
  sentence: string,
  { colors, width }: { colors: Colors; width: number },
): string[] {
  const paint = isBinding(level) ? colors.red : colors.yellow;
  const more = seen.length - MOST_SHOWN;
  const lines = [
    ...wrap(visible(sentence), width - 2),
    ...seen.slice(0, MOST_SHOWN).flatMap((sighting) => sightingLines(sighting, colors)),
    ...(more > 0 ? [colors.dim(`and ${more} more: --json lists them`)] : []),
  ];
  return [
    `${paint("✕")} ${colors.bold(rule)}  ${paint(level)}  ${plural(seen.length, "time")}`,
    ...lines.map((line) => `  ${line}`),
  ];
}

function sightingLines(
  { exchange, method, path, status, expected, got }: RecordedViolation,
  colors: Colors,
): string[] {
  const line = (text: string) => shorten(visible(text), TEXT_LENGTH);
  return [
    `${colors.cyan(visible(exchange))}  ${line(`${method} ${path}`)}  ${status}`,
    `  expected  ${line(expected)}`,
    `  got       ${line(got)}`,
  ];
}

/** Summarises endpoints: those that differ only in their last segment are accounts of one server. */
function endpointWords(endpoints: readonly string[]): string {
  const parents = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    const parent = endpoint.slice(0, endpoint.lastIndexOf("/") + 1);
    parents.set(parent, [...(parents.get(parent) ?? []), endpoint]);
  }
  const words = [...parents].map(([parent, [first = parent, ...others]]) =>
    others.length === 0 ? first : `${parent}* (${others.length + 1} of them)`,
  );
  const more = words.length - ENDPOINTS_SHOWN;
  const shown = words.slice(0, ENDPOINTS_SHOWN).map((word) => visible(word));
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function verdictLine(broken: Judgement["broken"], colors: Colors): string {
  if (broken.length === 0) return `${colors.green("nothing broken")}  in what was judged`;
  const binding = broken.filter(({ level }) => isBinding(level)).length;
  const warnings = broken.length - binding;
  const words = [
    ...(binding > 0 ? [`${plural(binding, "MUST")} broken`] : []),
    ...(warnings > 0 ? [`${plural(warnings, "SHOULD")} broken`] : []),
  ];
  return (binding > 0 ? colors.red : colors.yellow)(words.join(", "));
}
