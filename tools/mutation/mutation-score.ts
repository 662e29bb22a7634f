import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { schema } from "@stryker-mutator/api/core";
import { NOT_CHOSEN } from "./mutant-sample.ts";

/** Computes and prints the mutation score, and lists the mutants that were not killed. */

/** A mutant that was run. */
interface TestedMutant {
  /** `file:line:column`. */
  place: string;
  file: string;
  mutator: string;
  original: string;
  replacement: string;
  status: schema.MutantStatus;
  /** Number of rules whose requests reached it; 0 for a static mutant, which all rules were run against. */
  seenBy: number;
}

/** Statuses that count as noticed. A timeout is an endless loop; it is listed among the survivors too. */
const NOTICED: readonly schema.MutantStatus[] = ["Killed", "Timeout"];
const UNNOTICED: readonly schema.MutantStatus[] = ["Survived", "NoCoverage"];

/**
 * Prints the score of each file and of all files, and writes the mutants that were not killed.
 * @param folder the folder of StrykerJS's `mutation.json`
 * @returns the score of all files, from 0 to 1
 */
export async function summarise(folder: string): Promise<number> {
  const report = JSON.parse(await readFile(join(folder, "mutation.json"), "utf8"));
  const all = testedIn(report as schema.MutationTestResult);
  const files = [...new Set(all.map(({ file }) => file))].sort();
  console.log(row("file", "run", "killed", "timeout", "survived", "unseen", "score"));
  for (const file of files)
    console.log(
      line(
        file,
        all.filter((mutant) => mutant.file === file),
      ),
    );
  console.log(line("all", all));
  const { noticed, counted } = count(all);
  const [low, high] = interval(noticed, counted);
  console.log(`\nscore ${percent(noticed / counted)} (95 % confidence: ${percent(low)} to ${percent(high)})`);

  const survivors = all.filter(({ status }) => status !== "Killed");
  await writeFile(join(folder, "survivors.json"), `${JSON.stringify(survivors, null, 2)}\n`);
  await writeFile(join(folder, "survivors.txt"), survivors.map(describeMutant).join("\n"));
  console.log(`${survivors.length} that were not killed: ${join(folder, "survivors.txt")}`);
  return noticed / counted;
}

function testedIn({ files }: schema.MutationTestResult): TestedMutant[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    return mutants
      .filter(({ status, statusReason }) => status !== "Ignored" && statusReason !== NOT_CHOSEN)
      .map(({ location, mutatorName, replacement = "", status, coveredBy = [] }) => ({
        place: `${file}:${location.start.line}:${location.start.column}`,
        file,
        mutator: mutatorName,
        original: excerpt(lines, location),
        replacement,
        status,
        seenBy: coveredBy.length,
      }));
  });
}

function excerpt(lines: string[], { start, end }: schema.Location): string {
  const within = lines.slice(start.line - 1, end.line);
  const last = within.length - 1;
  return within
    .map((text, index) =>
      text.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join("\n");
}

function count(mutants: readonly TestedMutant[]) {
  const of = (which: readonly schema.MutantStatus[]) =>
    mutants.filter(({ status }) => which.includes(status)).length;
  const noticed = of(NOTICED);
  return { noticed, counted: noticed + of(UNNOTICED), of };
}

function line(name: string, mutants: readonly TestedMutant[]): string {
  const { noticed, counted, of } = count(mutants);
  const [killed, timeout, survived, unseen] = (["Killed", "Timeout", "Survived", "NoCoverage"] as const).map(
    (status) => String(of([status])),
  ) as [string, string, string, string];
  const score = counted === 0 ? "" : percent(noticed / counted);
  return row(
    name.replace("conformance/reference/", ""),
    String(counted),
    killed,
    timeout,
    survived,
    unseen,
    score,
  );
}

function row(name: string, ...figures: string[]): string {
  return name.padEnd(26) + figures.map((figure) => figure.padStart(10)).join("");
}

function describeMutant({ place, mutator, status, seenBy, original, replacement }: TestedMutant): string {
  const shown = (text: string) => text.replace(/\s+/g, " ").slice(0, 160);
  return `${place}  ${status}  ${mutator}  (${seenBy} rules)\n  - ${shown(original)}\n  + ${shown(replacement)}\n`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Wilson's score interval of a share in a sample. */
export function interval(hits: number, size: number): [low: number, high: number] {
  if (size === 0) return [0, 1];
  const z = 1.96;
  const share = hits / size;
  const centre = share + z ** 2 / (2 * size);
  const spread = z * Math.sqrt((share * (1 - share)) / size + z ** 2 / (4 * size ** 2));
  const scale = 1 + z ** 2 / size;
  return [(centre - spread) / scale, (centre + spread) / scale];
}
