import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import formats from "ajv-formats";
import schema from "../../../conformance/results/report.schema.json" with { type: "json" };

/** The schema without its word on members that it does not name, which a later suite may have added. */
function tolerant(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(tolerant);
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => key !== "additionalProperties");
  return Object.fromEntries(kept.map(([key, value]) => [key, tolerant(value)]));
}

/**
 * The schema of a report as a program that needs no compiler, which the policy of the page would forbid.
 * @returns an ES module with the functions `strict` and `tolerant`, the latter of which lets unknown members pass
 */
export function reportValidatorSource(): string {
  const ajv = new Ajv2020({ allowUnionTypes: true, strictTypes: false, code: { source: true, esm: true } });
  formats.default(ajv);
  ajv.addSchema(schema, "strict");
  ajv.addSchema({ ...(tolerant(schema) as object), $id: "tolerant" }, "tolerant");
  return standalone.default(ajv, { strict: schema.$id, tolerant: "tolerant" });
}
