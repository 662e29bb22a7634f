import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { annotated } from "./annotated.ts";
import { apiTypes } from "./api.ts";
import { bundle } from "./bundle.ts";
import { requireUniqueNames } from "./component-names.ts";
import { configTypes } from "./config.ts";
import { openapiJson } from "./openapi.ts";
import { rulesTs } from "./rules.ts";
import { writtenOut } from "./written-out.ts";

/** The generated files by name, made from the spec at `spec` and not yet written. */
export async function generate(spec: string): Promise<Map<string, string>> {
  const document = bundle(spec);
  requireUniqueNames(document);
  const whole = writtenOut(document);
  return new Map([
    ["openapi.json", openapiJson(whole)],
    ["openapi.annotated.json", openapiJson(annotated(whole))],
    ["api.ts", await apiTypes(whole)],
    ["rules.ts", rulesTs(document)],
    ["config.ts", await configTypes()],
  ]);
}

/** Writes the files into `folder`, which is made where it is missing. */
export function write(files: Map<string, string>, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
}

/** Names of the files that are missing in `folder` or say something else there. */
export function drifted(files: Map<string, string>, folder: string): string[] {
  return [...files].filter(([name, content]) => read(join(folder, name)) !== content).map(([name]) => name);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
