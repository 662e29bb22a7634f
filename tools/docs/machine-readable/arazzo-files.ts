/** Copies the workflows to the site, as Arazzo files. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Asset } from "../site-model.ts";

const FOLDER = join(import.meta.dirname, "../../../spec/workflows");

/** Copies the Arazzo files of the recipes. Their path to the OpenAPI document is right on the site too. */
export async function arazzoFiles(): Promise<Asset[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".arazzo.yaml"));
  return Promise.all(
    names.toSorted().map(
      async (name): Promise<Asset> => ({
        path: `workflows/${name}`,
        content: await readFile(join(FOLDER, name), "utf8"),
      }),
    ),
  );
}
