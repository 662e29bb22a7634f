/** Proves that the regular expressions in the sources take linear time. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FoundPatterns, type Pattern, patternsInCode, patternsInSchema } from "./find-patterns.ts";
import { whyNotLinear } from "./prove-linear-time.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Faults of the reference server and tests read only texts that the suite itself wrote. */
const READS_OWN_TEXT_ONLY = /^conformance\/(?:reference\/faults|test)\//;

/**
 * Fails if a regular expression of the suite may take more than linear time. Most of them read text from a server, a
 * recording, a report or a configuration, which may be hostile.
 * @returns the exit code
 */
export async function checkPatterns(output: Pick<Console, "log" | "error">): Promise<number> {
  const { patterns, madeAtRunTime } = readPatterns();
  const problems = madeAtRunTime.map(
    (place) => `${place}: a pattern that is made at run time: no proof is possible`,
  );
  /** Reasons why there is no proof, by literal; null if there is one. */
  const results = new Map<string, string | null>();
  for (const pattern of patterns) {
    const { place, source, flags } = pattern;
    const literal = `/${source}/${flags}`;
    const reason = results.get(literal) ?? (results.has(literal) ? null : await whyNotLinear(pattern));
    results.set(literal, reason);
    if (reason !== null) problems.push(`${place}: ${literal}: ${reason}`);
  }
  for (const problem of problems) output.error(problem);
  output.log(`${results.size} patterns, ${problems.length} of them not proved to take linear time`);
  return problems.length === 0 ? 0 : 1;
}

function readPatterns(): FoundPatterns {
  const files = readdirSync(join(ROOT, "conformance"), { recursive: true, encoding: "utf8" })
    .map((name) => `conformance/${name.replaceAll("\\", "/")}`)
    .filter((name) => !READS_OWN_TEXT_ONLY.test(name));
  const read = (name: string) => readFileSync(join(ROOT, name), "utf8");
  const code = files.filter((name) => /\.[jt]s$/.test(name)).map((name) => patternsInCode(name, read(name)));
  const schemas = [...files.filter((name) => name.endsWith(".schema.json")), "generated/openapi.json"];
  const inSchemas = schemas.flatMap((name): Pattern[] => patternsInSchema(name, JSON.parse(read(name))));
  return {
    patterns: [...code.flatMap(({ patterns }) => patterns), ...inSchemas],
    madeAtRunTime: code.flatMap(({ madeAtRunTime }) => madeAtRunTime),
  };
}
