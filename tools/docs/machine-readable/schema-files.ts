// Makes the files of all JSON Schemas: those of the suite, and those of the OpenAPI document.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Asset } from "../site-model.ts";
import { COMPONENTS, componentSchema } from "./component-schema.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Files of the schemas that people write, by their name on the site. */
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

/** Path of a schema of the document. Its folder avoids clashes on disks that ignore case. */
export function componentPath(name: string): string {
  return `schemas/components/${name}.schema.json`;
}

/** Makes the files of all schemas. */
export async function schemaFiles(): Promise<Asset[]> {
  const written = Object.entries(WRITTEN).map(
    async ([name, file]): Promise<Asset> => ({
      path: schemaPath(name as keyof typeof WRITTEN),
      content: await readFile(join(ROOT, file), "utf8"),
    }),
  );
  const ofDocument = COMPONENTS.map(
    (name): Asset => ({
      path: componentPath(name),
      content: `${JSON.stringify(componentSchema(name), null, 2)}\n`,
    }),
  );
  return [...(await Promise.all(written)), ...ofDocument];
}
