import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { annotateRules } from "./annotate-rules.ts";
import { apiTypes } from "./api-types.ts";
import { bundle } from "./bundle.ts";
import { configTypes } from "./config-types.ts";
import { expandFallbacks } from "./expand-fallbacks.ts";
import { openapiJson } from "./openapi-json.ts";
import { rulesModule } from "./rules-module.ts";
import { requireUniqueNames } from "./unique-component-names.ts";

/** Makes the content of all generated files, by name, from the document at `spec`. */
export async function generate(spec: string): Promise<Map<string, string>> {
  const document = bundle(spec);
  requireUniqueNames(document);
  const expanded = expandFallbacks(document);
  return new Map([
    ["openapi.json", openapiJson(expanded)],
    ["openapi.annotated.json", openapiJson(annotateRules(expanded))],
    ["api.ts", await apiTypes(expanded)],
    ["rules.ts", rulesModule(document)],
    ["config.ts", await configTypes()],
  ]);
}

/** Writes the files into a folder, and makes the folder if it is missing. */
export function write(files: Map<string, string>, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
}

/** The names of the files that are missing in a folder or out of date. */
export function staleFiles(files: Map<string, string>, folder: string): string[] {
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
