import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { WORKFLOWS, workflowFile, workflowNames } from "../run-respect.ts";

/** Tests the success criteria of the workflows: status, header fields and comparisons. */

interface Criterion {
  condition: string;
  context?: string;
  type?: string;
}

interface Step {
  stepId: string;
  successCriteria: Criterion[];
  outputs?: Record<string, string>;
}

function stepsOf(name: string): Step[] {
  const { workflows } = parse(readFileSync(workflowFile(name), "utf8"));
  return workflows.flatMap(({ steps }: { steps: Step[] }) => steps);
}

const headersIn = (text: string): string[] => text.match(/\$response\.header\.[A-Za-z-]+/g) ?? [];

/** The header fields that a step compares with a value other than null, or outputs. */
function used({ successCriteria, outputs = {} }: Step): string[] {
  const compared = successCriteria.filter(({ condition }) => !condition.endsWith(" == null"));
  return [...compared.map(({ condition }) => condition), ...Object.values(outputs)].flatMap(headersIn);
}

/** The header fields without which a step fails; absent-values.outer.ts shows what an absent one equals. */
function demanded({ successCriteria }: Step): string[] {
  return successCriteria.flatMap(({ condition, context = "", type }) => {
    if (type === "regex") return new RegExp(condition).test("undefined") ? [] : [context];
    return condition.endsWith(" != null") ? headersIn(condition) : [];
  });
}

/** The conditions of a step that may order two texts, of which "9" would be greater than "10". */
function orderingTexts({ successCriteria }: Step, all: Step[]): string[] {
  const isNumber = (operand: string) => {
    const [, from, output = ""] = /^\$steps\.(\S+)\.outputs\.(\S+)$/.exec(operand) ?? [];
    const source = all.find(({ stepId }) => stepId === from)?.outputs?.[output] ?? operand;
    return /^\d+$/.test(source) || source.startsWith("$response.body#");
  };
  return successCriteria
    .filter(({ type }) => type === undefined)
    .flatMap(({ condition }) => condition.match(/\S+ (?:<|>|<=|>=) \S+/g) ?? [])
    .filter((comparison) => !comparison.split(" ").some(isNumber));
}

describe.each(workflowNames())("%s", (name) => {
  const steps = stepsOf(name);

  test("says of every step which status it expects", () => {
    for (const { stepId, successCriteria } of steps)
      expect(successCriteria[0]?.condition, stepId).toMatch(
        /^\$statusCode == \d{3}( \|\| \$statusCode == \d{3})*$/,
      );
  });

  test("demands the header fields that it uses", () => {
    for (const step of steps) expect(demanded(step), step.stepId).toEqual(expect.arrayContaining(used(step)));
  });

  test("orders numbers only", () => {
    expect(steps.flatMap((step) => orderingTexts(step, steps))).toEqual([]);
  });

  test("is linted by Redocly", () => {
    const { apis } = parse(readFileSync(join(WORKFLOWS, "../../redocly.yaml"), "utf8"));
    expect(apis[name]).toEqual({ root: `spec/workflows/${name}.arazzo.yaml` });
  });
});
