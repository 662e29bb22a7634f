/** Finds the operation of a request by its path and method. */
import type { Operation, Partition } from "../contract/document.ts";
import { operationsAt, segmentsOf } from "../contract/find-operation.ts";
import { validateText } from "../contract/schema-validation.ts";
import { Refusal } from "./problem.ts";

/** The names in a path; empty if the path has no such segment. */
export interface Names {
  partition: Partition;
  collection: string;
  id: string;
  session: string;
  message: string;
}

/** The names of an empty path; an operation reads only the names of its own path. */
const NO_NAMES: Names = { partition: "" as Partition, collection: "", id: "", session: "", message: "" };

/**
 * Finds the operation of a request, and the names in its path.
 * @param path raw path below the endpoint URL, which is `/` with and without its last slash (account.delete.slash)
 * @throws Refusal 404 if no operation has this path, or if a name in it is malformed; 405 if none has the method
 */
export function route(method: string, path: string): { operation: Operation; names: Names } {
  const operations = operationsAt(path);
  // All of them have the same path, so the first one gives the names.
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

/** @returns null if a name is malformed */
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
