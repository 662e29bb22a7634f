// Finds the request of a step in a workflow.
import { operations } from "../reference/openapi-document.ts";
import type { Step } from "./read-arazzo.ts";

/** The request of a step, with the values that the description knows. */
export interface StepRequest {
  method: string;
  /** Path with known parameters, and query. */
  target: string;
  /** Statuses of success. */
  statuses: string[];
}

/**
 * Finds the request of a step.
 * @throws Error if the document has no such operation
 */
export function requestOf({ stepId, operationId, parameters = [], successCriteria = [] }: Step): StepRequest {
  const operation = operations.find(({ object }) => object.operationId === operationId);
  if (!operation)
    throw new Error(`The step ${stepId} is of the operation ${operationId}, which does not exist.`);
  const known = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const path = known("path")
    .filter(({ value }) => !isExpression(value))
    .reduce((target, { name, value }) => target.replace(`{${name}}`, String(value)), operation.path);
  const query = known("query").map(({ name, value }) =>
    value === "" ? name : `${name}=${isExpression(value) ? "…" : value}`,
  );
  const statuses = successCriteria.flatMap(({ condition }) =>
    [...condition.matchAll(/\$statusCode == (\d{3})/g)].map(([, status = ""]) => status),
  );
  return {
    method: operation.method,
    target: query.length === 0 ? path : `${path}?${query.join("&")}`,
    statuses,
  };
}

/** True for a value that is only known when the workflow runs. */
function isExpression(value: unknown): boolean {
  return typeof value === "string" && /^\{?\$/.test(value);
}

/** Makes a heading of the id of a step: `Stage list`. */
export function stepTitle({ stepId }: Step): string {
  const words = stepId.replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
