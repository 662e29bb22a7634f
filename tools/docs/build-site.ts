import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkingPart } from "./checking/checking-part.ts";
import { guidePart } from "./guide/guide-part.ts";
import { homePart } from "./home/home-part.ts";
import { machineReadablePart } from "./machine-readable/machine-readable-part.ts";
import { referencePart } from "./reference/reference-part.ts";
import type { ReferenceRun } from "./reference-run.ts";
import { resultsPart } from "./results/results-part.ts";
import { rulesPart } from "./rules/rules-part.ts";
import { renderPages } from "./shell/render-pages.ts";
import type { Asset, Part } from "./site-model.ts";
import { workflowsPart } from "./workflows/workflows-part.ts";

/** What the site is made of, besides the sources in the repository. */
export interface Source {
  /** A whole run on the reference server: examples of exchanges, and of a report. */
  run: ReferenceRun;
  /** Version of the package, which the site is published under. */
  version: string;
  /** Where the site will stand, ending in a slash; without it, there are no files that need whole URLs. */
  base?: URL;
}

/** All files of the site. */
export async function buildSite(source: Source): Promise<Asset[]> {
  const parts: Part[] = [
    await homePart(source.run.report),
    await guidePart(),
    await referencePart(),
    await rulesPart(source.run),
    await workflowsPart(),
    await checkingPart(),
    await resultsPart(source.run.report),
  ];
  const all = [...parts, await machineReadablePart(parts, source.version, source.base)];
  return [...all.flatMap(({ assets }) => assets), ...(await renderPages(all, source.version))];
}

/** Writes the files into `folder`, whatever was there before goes. */
export async function writeSite(files: readonly Asset[], folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const { path, content } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
