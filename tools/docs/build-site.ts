// Builds all files of the documentation site, and writes them.
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

/** The input of a build, besides the sources in the repository. */
export interface BuildInput {
  /** A whole run on the reference server, for examples of exchanges and of a report. */
  run: ReferenceRun;
  /** Version of the package, which the site is published under. */
  version: string;
  /** URL of the site, ending in a slash. Without it the site has no `sitemap.xml` and no `404.html`. */
  base?: URL;
}

/** Makes all files of the site. */
export async function buildSite(input: BuildInput): Promise<Asset[]> {
  const parts: Part[] = [
    await homePart(input.run.report),
    await guidePart(),
    await referencePart(),
    await rulesPart(input.run),
    await workflowsPart(),
    await checkingPart(),
    await resultsPart(input.run.report),
  ];
  const all = [...parts, await machineReadablePart(parts, input.version, input.base)];
  return [...all.flatMap(({ assets }) => assets), ...(await renderPages(all, input.version))];
}

/** Replaces the contents of `folder` by the files. */
export async function writeSite(files: readonly Asset[], folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const { path, content } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
