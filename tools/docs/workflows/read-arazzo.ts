import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const FOLDER = join(import.meta.dirname, "../../../spec/workflows");
const ENDING = ".arazzo.yaml";

/** Arazzo 1.0.1 §4.6.6, as far as pages show it. */
export interface Parameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  value: unknown;
}

/** §4.6.11 */
export interface Criterion {
  condition: string;
  /** What the condition is about, where it is a pattern or a path rather than an expression. */
  context?: string;
  type?: "simple" | "regex" | "jsonpath" | "xpath";
}

/** What follows, §4.6.7 and §4.6.8. */
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

/** §4.6.5 */
export interface Step {
  stepId: string;
  description?: string;
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { contentType?: string; payload?: unknown };
  successCriteria?: Criterion[];
  onSuccess?: Action[];
  onFailure?: Action[];
  /** Names to runtime expressions. */
  outputs?: Record<string, string>;
}

/** §4.6.4 */
export interface Workflow {
  workflowId: string;
  summary?: string;
  description?: string;
  inputs?: { required?: string[]; properties?: Record<string, { description?: string; type?: string }> };
  parameters?: Parameter[];
  steps: Step[];
  outputs?: Record<string, string>;
}

export interface Arazzo {
  /** Of the file, without its ending. */
  name: string;
  info: { title: string; summary: string; description: string };
  workflows: Workflow[];
}

/** All descriptions in `folder`, in the order of their names. */
export function readWorkflows(folder = FOLDER): Arazzo[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) => ({
      ...(parse(readFileSync(join(folder, file), "utf8")) as Omit<Arazzo, "name">),
      name: file.slice(0, -ENDING.length),
    }));
}
