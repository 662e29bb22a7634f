// Compiles the schema of a report to a script for the results page.
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import formats from "ajv-formats";
import schema from "../../../conformance/results/report.schema.json" with { type: "json" };

/** Removes `additionalProperties` from a schema, since a later version of the suite may add members. */
function withoutClosedObjects(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutClosedObjects);
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => key !== "additionalProperties");
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutClosedObjects(value)]));
}

/**
 * Compiles the schema of a report to source code, since the content security policy of the page forbids to compile it
 * in the browser.
 * @returns an ES module with the functions `strict` and `tolerant`; `tolerant` accepts unknown members
 */
export function reportValidatorSource(): string {
  const ajv = new Ajv2020({ allowUnionTypes: true, strictTypes: false, code: { source: true, esm: true } });
  formats.default(ajv);
  ajv.addSchema(schema, "strict");
  ajv.addSchema({ ...(withoutClosedObjects(schema) as object), $id: "tolerant" }, "tolerant");
  return standalone.default(ajv, { strict: schema.$id, tolerant: "tolerant" });
}
