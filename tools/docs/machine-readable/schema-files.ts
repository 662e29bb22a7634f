import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Asset } from "../site-model.ts";
import { COMPONENTS, componentSchema } from "./component-schema.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** The schemas that are written by hand, by their name on the site. */
const WRITTEN = {
  report: "conformance/results/report.schema.json",
  comparison: "conformance/results/comparison.schema.json",
  configuration: "conformance/config/config.schema.json",
  baseline: "conformance/config/baseline.schema.json",
  rules: "tools/docs/machine-readable/rules.schema.json",
} as const;

/** Path of a schema on the site. */
export function schemaPath(name: keyof typeof WRITTEN): string {
  return `schemas/${name}.schema.json`;
}

/** Path of one of the document's own schemas; in a folder, where no other is meant on disks that ignore case. */
export function componentPath(name: string): string {
  return `schemas/components/${name}.schema.json`;
}

/** Every schema: of the suite's files, and of the document. */
export async function schemaFiles(): Promise<Asset[]> {
  const written = Object.entries(WRITTEN).map(
    async ([name, file]): Promise<Asset> => ({
      path: schemaPath(name as keyof typeof WRITTEN),
      content: await readFile(join(ROOT, file), "utf8"),
    }),
  );
  const own = COMPONENTS.map(
    (name): Asset => ({
      path: componentPath(name),
      content: `${JSON.stringify(componentSchema(name), null, 2)}\n`,
    }),
  );
  return [...(await Promise.all(written)), ...own];
}
