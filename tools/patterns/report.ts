import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Found, type Pattern, patternsInCode, patternsInSchema } from "./find.ts";
import { whyNotLinear } from "./prove.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Its faults meet requests of the suite alone, and tests what they made. */
const OWN_TEXT = /^conformance\/(?:reference\/faults|test)\//;

/**
 * Fails where a regular expression of the suite may take more than linear time: most of them meet text that a server, a
 * recording, a report or a configuration chose.
 * @returns the exit code
 */
export async function prove(output: Pick<Console, "log" | "error">): Promise<number> {
  const { patterns, madeAtRunTime } = everyPattern();
  const mistakes = madeAtRunTime.map(
    (place) => `${place}: a pattern that is made at run time: nothing can be proved of it`,
  );
  const proved = new Map<string, string | null>();
  for (const pattern of patterns) {
    const { place, source, flags } = pattern;
    const literal = `/${source}/${flags}`;
    const reason = proved.get(literal) ?? (proved.has(literal) ? null : await whyNotLinear(pattern));
    proved.set(literal, reason);
    if (reason !== null) mistakes.push(`${place}: ${literal}: ${reason}`);
  }
  for (const mistake of mistakes) output.error(mistake);
  output.log(`${proved.size} patterns, ${mistakes.length} of them not proved to take linear time`);
  return mistakes.length === 0 ? 0 : 1;
}

function everyPattern(): Found {
  const files = readdirSync(join(ROOT, "conformance"), { recursive: true, encoding: "utf8" })
    .map((name) => `conformance/${name.replaceAll("\\", "/")}`)
    .filter((name) => !OWN_TEXT.test(name));
  const read = (name: string) => readFileSync(join(ROOT, name), "utf8");
  const code = files.filter((name) => /\.[jt]s$/.test(name)).map((name) => patternsInCode(name, read(name)));
  const schemas = [...files.filter((name) => name.endsWith(".schema.json")), "generated/openapi.json"];
  const inSchemas = schemas.flatMap((name): Pattern[] => patternsInSchema(name, JSON.parse(read(name))));
  return {
    patterns: [...code.flatMap(({ patterns }) => patterns), ...inSchemas],
    madeAtRunTime: code.flatMap(({ madeAtRunTime }) => madeAtRunTime),
  };
}
