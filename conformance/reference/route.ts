import type { Operation, Partition } from "../contract/document.ts";
import { operationsAt, segmentsOf } from "../contract/find-operation.ts";
import { validateText } from "../contract/schema-validation.ts";
import { Refusal } from "./problem.ts";

/** The names in a path; empty where the path has no such segment. */
export interface Names {
  partition: Partition;
  collection: string;
  id: string;
  session: string;
  message: string;
}

/** What has no partition in its path never looks at it. */
const NO_NAMES: Names = { partition: "" as Partition, collection: "", id: "", session: "", message: "" };

/**
 * Finds the operation of a request in the document.
 * @param path raw path below the endpoint URL, which is `/` with and without its last slash (account.delete.slash)
 * @throws Refusal 404 where nothing has this path, ill-formed names included; 405 where it lacks the method
 */
export function route(method: string, path: string): { operation: Operation; names: Names } {
  const operations = operationsAt(path);
  // They have one path, and so the same names in it.
  const names = operations[0] && readNames(operations[0], path);
  if (!names) throw new Refusal(404);
  const operation = operations.find((candidate) => candidate.method === method);
  if (!operation) {
    throw new Refusal(405, {
      headers: { Allow: operations.map((candidate) => candidate.method).join(", ") },
    });
  }
  return { operation, names };
}

/** @returns null where a name is ill-formed */
function readNames(operation: Operation, path: string): Names | null {
  const template = operation.path.split("/");
  const segments = segmentsOf(path);
  const names: Record<string, string> = {};
  for (const { name, schema } of operation.parameters.filter((parameter) => parameter.in === "path")) {
    const text = segments[template.indexOf(`{${name}}`)] ?? "";
    if (validateText(schema, text).length > 0) return null;
    names[name] = text;
  }
  return { ...NO_NAMES, ...names };
}
