import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Asset } from "../site-model.ts";

const FOLDER = join(import.meta.dirname, "../../../spec/workflows");

/** The Arazzo files as they are: the document that they name stands where they look for it, on the site too. */
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
