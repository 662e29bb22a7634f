import { stringify } from "yaml";
import annotated from "../../../generated/openapi.annotated.json" with { type: "json" };
import openapi from "../../../generated/openapi.json" with { type: "json" };
import type { Asset } from "../site-model.ts";

/** Makes the files of the OpenAPI document: JSON, YAML, and annotated with the rules in its descriptions. */
export function openapiFiles(): Asset[] {
  return [
    { path: "openapi.json", content: `${JSON.stringify(openapi, null, 2)}\n` },
    { path: "openapi.annotated.json", content: `${JSON.stringify(annotated, null, 2)}\n` },
    { path: "openapi.yaml", content: stringify(openapi, { lineWidth: 120, aliasDuplicateObjects: false }) },
  ];
}
