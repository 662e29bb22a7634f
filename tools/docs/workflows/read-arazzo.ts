// Reads the Arazzo descriptions of workflows.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const FOLDER = join(import.meta.dirname, "../../../spec/workflows");
const ENDING = ".arazzo.yaml";

/** A parameter (Arazzo 1.0.1, section 4.6.6), with the members that pages show. */
export interface Parameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  value: unknown;
}

/** A criterion of success (Arazzo 1.0.1, section 4.6.11). */
export interface Criterion {
  condition: string;
  /** The value to which a pattern or path applies. */
  context?: string;
  type?: "simple" | "regex" | "jsonpath" | "xpath";
}

/** An action after a step (sections 4.6.7 and 4.6.8). */
export interface Action {
  name: string;
  type: "end" | "goto" | "retry";
  stepId?: string;
  workflowId?: string;
  /** In seconds. */
  retryAfter?: number;
  retryLimit?: number;
  criteria?: Criterion[];
}

/** A step (section 4.6.5). */
export interface Step {
  stepId: string;
  description?: string;
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { contentType?: string; payload?: unknown };
  successCriteria?: Criterion[];
  onSuccess?: Action[];
  onFailure?: Action[];
  /** Runtime expressions by name. */
  outputs?: Record<string, string>;
}

/** A workflow (section 4.6.4). */
export interface Workflow {
  workflowId: string;
  summary?: string;
  description?: string;
  inputs?: { required?: string[]; properties?: Record<string, { description?: string; type?: string }> };
  parameters?: Parameter[];
  steps: Step[];
  outputs?: Record<string, string>;
}

/** An Arazzo description. */
export interface Arazzo {
  /** Name of the file, without its ending. */
  name: string;
  info: { title: string; summary: string; description: string };
  workflows: Workflow[];
}

/** Reads all descriptions in `folder`, in the order of their names. */
export function readWorkflows(folder = FOLDER): Arazzo[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) => ({
      ...(parse(readFileSync(join(folder, file), "utf8")) as Omit<Arazzo, "name">),
      name: file.slice(0, -ENDING.length),
    }));
}
