import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateAction, validateWorkflow } from "@action-validator/core";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { action, ciFile } from "./run-ci-files.ts";

/** Validates the GitHub action, the GitLab template and the examples of their README. */

/** The YAML examples of the README: the GitHub workflow, then the GitLab pipeline. */
const [workflow = "", pipeline = ""] = [...ciFile("README.md").matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, block = ""]) => block,
);

// GitLab's own schema, MIT, as gitlab-ci-local 4.65.0 carries it.
const validatePipeline = addFormats
  .default(new Ajv({ strict: false }))
  .compile(parse(readFileSync(join(import.meta.dirname, "gitlab-ci.schema.json"), "utf8")));

test("the action is one", () => {
  expect(validateAction(ciFile("action.yml")).errors).toEqual([]);
});

test("the validator notices a step that is none", () => {
  const broken = ciFile("action.yml").replace("using: composite", "using: compost");
  expect(validateAction(broken).errors).not.toEqual([]);
});

test("workflows are workflows: the example, and our own", () => {
  expect(validateWorkflow(workflow).errors).toEqual([]);
  for (const name of ["ci.yml", "docs.yml"]) {
    const own = readFileSync(join(import.meta.dirname, "../../../.github/workflows", name), "utf8");
    expect(validateWorkflow(own).errors).toEqual([]);
  }
  expect(validateWorkflow(workflow.replace("runs-on", "run-on")).errors).not.toEqual([]);
});

test("the template is one, and so is the example", () => {
  // The schema does not describe hidden jobs.
  const template = ciFile("gitlab.yml").replace(".sync2:", "sync2:");
  for (const text of [template, pipeline]) {
    validatePipeline(parse(text));
    expect(validatePipeline.errors ?? []).toEqual([]);
  }
  expect(validatePipeline(parse(template.replace("when: always", "when: ever")))).toBe(false);
});

test("no expression stands inside a script, which would run it", () => {
  const scripts = action.runs.steps.flatMap(({ run = [] }) => run);
  expect(scripts).not.toHaveLength(0);
  for (const script of scripts) expect(script).not.toContain("${{");
});

test("every input is passed on, explained, and no credential", () => {
  const used = ciFile("action.yml").matchAll(/inputs\.([a-z-]+)/g);
  expect(new Set([...used].map(([, name]) => name))).toEqual(new Set(Object.keys(action.inputs)));
  for (const [name, { description }] of Object.entries(action.inputs)) {
    expect(description).not.toBe("");
    expect(name).not.toMatch(/token|key|password/);
  }
});

test("the example uses inputs and outputs that there are", () => {
  const { with: given } = parse(workflow).jobs.conformance.steps.find(
    ({ id }: { id?: string }) => id === "sync2",
  );
  for (const name of Object.keys(given)) expect(action.inputs).toHaveProperty(name);
  const named = workflow.matchAll(/outputs\.([a-z-]+)/g);
  for (const [, name = ""] of named) expect(action.outputs).toHaveProperty(name);
});
