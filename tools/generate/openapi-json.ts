import type { Bundle } from "./bundle.ts";

/** A bundled document as a file of `generated/`, with a note of what made it. */
export function openapiJson(bundle: Bundle): string {
  const { openapi, ...rest } = bundle;
  const note = "Made by `npm run generate` from spec/. Do not edit.";
  return `${JSON.stringify({ openapi, "x-generated-by": note, ...rest }, null, 2)}\n`;
}
