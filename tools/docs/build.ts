import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Report } from "../../conformance/report/model.ts";
import { guide } from "./guide/guide.ts";
import { neighbours } from "./neighbours/neighbours.ts";
import type { Asset, Part } from "./page.ts";
import { reference } from "./reference/reference.ts";
import { results } from "./results/results.ts";
import { ruleCatalogue } from "./rules/catalogue.ts";
import { renderPages } from "./shell/shell.ts";

/** What the site is made of, besides the sources in the repository. */
export interface Source {
  /** A whole run on the reference server: examples of exchanges, and of a report. */
  report: Report;
  /** Version of the package, which the site is published under. */
  version: string;
}

/** All files of the site. */
export async function buildSite(source: Source): Promise<Asset[]> {
  const parts: Part[] = [
    await guide(),
    await reference(),
    await ruleCatalogue(source.report),
    await results(source.report),
  ];
  const all = [...parts, await neighbours(parts, source.version)];
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
