import type { Bundle } from "./bundle.ts";

/** Makes a file of `generated/` from a bundled document, with a note that it is generated. */
export function openapiJson(bundle: Bundle): string {
  const { openapi, ...rest } = bundle;
  const note = "Made by `npm run generate` from spec/. Do not edit.";
  return `${JSON.stringify({ openapi, "x-generated-by": note, ...rest }, null, 2)}\n`;
}
