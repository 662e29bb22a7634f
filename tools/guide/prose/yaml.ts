import { validateWorkflow } from "@action-validator/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import schema from "../../../conformance/config/config.schema.json" with { type: "json" };
import type { Flaw } from "../examples.ts";

interface RuleShape {
  SyncRule(rule: object, context: { report(problem: { message: string }): void; location: object }): void;
}

// Redocly loads its plugin as JavaScript, for which there are no declarations.
const PLUGIN = "../../redocly/rules/rule-shape.js";
const { ruleShape } = (await import(PLUGIN)) as { ruleShape(): RuleShape };

const validateConfig = new Ajv2020({ allErrors: true }).compile(schema);

/**
 * What is wrong with an example in YAML: rules as `spec/` has them, a workflow of GitHub, or else a configuration of
 * `sync2`.
 */
export function yamlFlaws(text: string): Flaw[] {
  return messages(text).map((message) => ({ line: 0, message }));
}

function messages(text: string): string[] {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    return [`the example is not YAML: ${(error as Error).message}`];
  }
  const { "x-rules": list = value, jobs, include } = value as Record<string, unknown>;
  if (Array.isArray(list)) return list.flatMap(ruleFlaws);
  if (jobs !== undefined) return validateWorkflow(text).errors.map((error) => `the workflow: ${error.code}`);
  // A pipeline of GitLab, whose schema `tools/ci/test` has.
  if (include !== undefined) return [];
  if (validateConfig(value)) return [];
  return (validateConfig.errors ?? []).map(
    ({ instancePath, message }) => `the configuration${instancePath} ${message}`,
  );
}

/** An example may leave fields of a rule out; those it shows have to be right, and so has the id. */
function ruleFlaws(rule: object): string[] {
  const found: string[] = [];
  const location = { child: () => location };
  ruleShape().SyncRule(rule, { report: ({ message }) => found.push(message), location });
  return found.filter((message) => !message.startsWith('This rule has no "'));
}
