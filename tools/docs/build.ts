import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checking } from "./checking/checking.ts";
import { guide } from "./guide/guide.ts";
import { home } from "./home/home.ts";
import { machineReadable } from "./machine-readable/machine-readable.ts";
import type { Asset, Part } from "./page.ts";
import { reference } from "./reference/reference.ts";
import { results } from "./results/results.ts";
import { ruleCatalogue } from "./rules/catalogue.ts";
import type { ReferenceRun } from "./run.ts";
import { renderPages } from "./shell/shell.ts";
import { workflows } from "./workflows/workflows.ts";

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
    await home(source.run.report),
    await guide(),
    await reference(),
    await ruleCatalogue(source.run),
    await workflows(),
    await checking(),
    await results(source.run.report),
  ];
  const all = [...parts, await machineReadable(parts, source.version, source.base)];
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
