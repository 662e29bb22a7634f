// Checks the YAML examples of texts: rules, workflows of GitHub and configurations of `sync2`.
import { validateWorkflow } from "@action-validator/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import schema from "../../../conformance/config/config.schema.json" with { type: "json" };
import type { Flaw } from "../http-example-flaws.ts";

interface RuleShape {
  SyncRule(rule: object, context: { report(problem: { message: string }): void; location: object }): void;
}

// Redocly loads its plugin as JavaScript, for which there are no declarations.
const PLUGIN = "../../redocly/rules/rule-shape.js";
const { ruleShape } = (await import(PLUGIN)) as { ruleShape(): RuleShape };

const validateConfig = new Ajv2020({ allErrors: true }).compile(schema);

/** Checks an example in YAML by its kind; anything else is taken for a configuration of `sync2`. */
export function yamlFlaws(text: string): Flaw[] {
  return problemsOf(text).map((message) => ({ line: 0, message }));
}

function problemsOf(text: string): string[] {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    return [`the example is not YAML: ${(error as Error).message}`];
  }
  const { "x-rules": rules = value, jobs, include } = value as Record<string, unknown>;
  if (Array.isArray(rules)) return rules.flatMap(ruleFlaws);
  if (jobs !== undefined) return validateWorkflow(text).errors.map((error) => `the workflow: ${error.code}`);
  // A pipeline of GitLab; its schema is part of the tests of `tools/ci`.
  if (include !== undefined) return [];
  if (validateConfig(value)) return [];
  return (validateConfig.errors ?? []).map(
    ({ instancePath, message }) => `the configuration${instancePath} ${message}`,
  );
}

/** Checks the id and the fields of a rule. An example may leave fields out. */
function ruleFlaws(rule: object): string[] {
  const problems: string[] = [];
  const location = { child: () => location };
  ruleShape().SyncRule(rule, { report: ({ message }) => problems.push(message), location });
  return problems.filter((message) => !message.startsWith('This rule has no "'));
}
