import type { Operation, Partition } from "../contract/document.ts";
import { decodeUnreserved, operationsAt } from "../contract/match.ts";
import { validateText } from "../contract/schema.ts";
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
  const operations = operationsAt(path || "/").filter((operation) => namesAreValid(operation, path));
  if (operations.length === 0) throw new Refusal(404);
  const operation = operations.find((candidate) => candidate.method === method);
  if (!operation) {
    throw new Refusal(405, {
      headers: { Allow: operations.map((candidate) => candidate.method).join(", ") },
    });
  }
  return { operation, names: { ...NO_NAMES, ...readNames(operation, path) } };
}

function namesAreValid(operation: Operation, path: string): boolean {
  const names = readNames(operation, path);
  return operation.parameters
    .filter((parameter) => parameter.in === "path")
    .every((parameter) => validateText(parameter.schema, names[parameter.name] ?? "").length === 0);
}

function readNames(operation: Operation, path: string): Record<string, string> {
  const template = operation.path.split("/");
  const segments = path.split("/").map(decodeUnreserved);
  return Object.fromEntries(
    template.flatMap((part, index) =>
      part.startsWith("{") ? [[part.slice(1, -1), segments[index] ?? ""]] : [],
    ),
  );
}
