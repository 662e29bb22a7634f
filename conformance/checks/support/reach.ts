import { operationsAt } from "../../contract/find-operation.ts";
import { isInReach } from "../../runner/select/stages.ts";

/** Whether a check may send a request there: an operation of the path is in reach, or the path has none at all. */
export function isPathInReach(path: string): boolean {
  const operations = operationsAt(path);
  return operations.length === 0 || operations.some(({ id }) => isInReach(id));
}

/** The rows of a list of requests, each with its path, that a check may send. */
export function inReach<Row>(rows: readonly Row[], pathOf: (row: Row) => string): Row[] {
  return rows.filter((row) => isPathInReach(pathOf(row)));
}
