/** Shows the progress of a run while it goes on. */
import pc from "picocolors";
import { shorten } from "../results/format-text.ts";
import { areaOf } from "../results/group-results.ts";
import { countWords } from "../results/outcome-words.ts";
import type { Outcome } from "../results/report-model.ts";
import { summarise } from "../results/verdict.ts";

/** The part of a `NodeJS.WriteStream` that progress needs. */
export interface ProgressStream {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  write(text: string): unknown;
}

/** The display of a run's progress. */
export interface Progress {
  /** Adds a rule's outcome; a second outcome of the same rule replaces the first. */
  result(result: { rule: string; outcome: Outcome }): void;
  /** Removes the live line, and prints the areas not yet reported. Safe to call twice. */
  stop(): void;
}

export interface ProgressOptions {
  color: boolean;
  /** Number of rules for each area. Without it, no area counts as finished before the run ends. */
  areas?: Readonly<Record<string, number>>;
}

const REDRAW_MS = 100;
const CLEAR_LINE = "\r\x1b[K";

/**
 * Shows the progress of a run. A terminal gets one line, redrawn at most ten times a second; other outputs get one line
 * for each finished area. The timer does not keep the process alive.
 *
 * @param total number of rules in the run
 */
export function createProgress(stream: ProgressStream, total: number, options: ProgressOptions): Progress {
  const colors = pc.createColors(options.color);
  const started = Date.now();
  const areas = new Map<string, Map<string, Outcome>>();
  const reported = new Set<string>();
  let drawn = "";
  let stopped = false;

  const seen = () => [...areas.values()].reduce((sum, rules) => sum + rules.size, 0);
  const countOf = (rules: Iterable<Outcome>) => summarise([...rules].map((outcome) => ({ outcome })));
  const isFinished = (area: string) => (areas.get(area)?.size ?? 0) === (options.areas?.[area] ?? Infinity);

  function areaLine(area: string, rules: Map<string, Outcome>): string {
    const { passed, ...others } = countOf(rules.values());
    const size = options.areas?.[area] ?? rules.size;
    const rest = countWords({ ...others, passed: 0 });
    const missing = size > rules.size ? `${size - rules.size} not run` : "";
    const line = [`${area} ${passed}/${size} passed`, rest, missing].filter((part) => part !== "").join(", ");
    return others.violated + others.inconsistent + others.broken > 0 ? colors.red(line) : line;
  }

  function report(area: string): void {
    const rules = areas.get(area);
    if (rules === undefined || reported.has(area)) return;
    reported.add(area);
    stream.write(`${areaLine(area, rules)}\n`);
  }

  function draw(): void {
    const seconds = Math.floor((Date.now() - started) / 1000);
    const counts = countOf([...areas.values()].flatMap((rules) => [...rules.values()]));
    const done = [...areas.keys()].filter(isFinished).length;
    const known = Object.keys(options.areas ?? {}).length;
    const parts = [
      `${seen()}/${total} rules`,
      known > 0 ? `${done}/${known} areas` : "",
      countWords(counts),
      `${seconds} s`,
    ];
    // A line of full width would wrap, and could not be cleared.
    const line = shorten(parts.filter((part) => part !== "").join("  "), (stream.columns ?? 80) - 1);
    if (line === drawn) return;
    drawn = line;
    stream.write(
      `${CLEAR_LINE}${counts.violated + counts.inconsistent + counts.broken > 0 ? colors.red(line) : line}`,
    );
  }

  const timer = stream.isTTY === true ? setInterval(draw, REDRAW_MS).unref() : null;

  return {
    result({ rule, outcome }) {
      if (stopped) return;
      const area = areaOf(rule);
      const rules = areas.get(area) ?? new Map<string, Outcome>();
      areas.set(area, rules.set(rule, outcome));
      if (timer === null && isFinished(area)) report(area);
    },
    stop() {
      if (stopped) return;
      stopped = true;
      if (timer === null) {
        for (const area of areas.keys()) report(area);
        return;
      }
      clearInterval(timer);
      if (drawn !== "") stream.write(CLEAR_LINE);
    },
  };
}
