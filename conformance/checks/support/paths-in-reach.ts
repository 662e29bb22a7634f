/** Selects the requests that a run may send, since only some operations may be in reach. */
import { operationsAt } from "../../contract/find-operation.ts";
import { isInReach } from "../../runner/select/stages.ts";

/** Whether a check may send a request to a path: an operation of the path is in reach, or it has no operation. */
export function isPathInReach(path: string): boolean {
  const operations = operationsAt(path);
  return operations.length === 0 || operations.some(({ id }) => isInReach(id));
}

/** The rows whose path a check may send requests to. */
export function rowsInReach<Row>(rows: readonly Row[], pathOf: (row: Row) => string): Row[] {
  return rows.filter((row) => isPathInReach(pathOf(row)));
}
