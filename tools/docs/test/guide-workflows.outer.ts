import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Element } from "hast";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { document } from "../reference/openapi-document.ts";
import { stepMarkup } from "../workflows/step-markup.ts";
import { workflowsPart } from "../workflows/workflows-part.ts";
import { elementsOf, foreignTo, hasClass, within, words } from "./guide-html.ts";

const FOLDER = join(import.meta.dirname, "../../../spec/workflows");
const NAMES = readdirSync(FOLDER).flatMap((file) => /^(.+)\.arazzo\.yaml$/.exec(file)?.[1] ?? []);

interface RawStep {
  stepId: string;
  description?: string;
  operationId: string;
  parameters?: { name: string; in: string; value: unknown }[];
  requestBody?: { contentType: string; payload: unknown };
  successCriteria: { condition: string; context?: string }[];
  outputs?: Record<string, string>;
}

const part = await workflowsPart();

function fileOf(name: string) {
  const { info, workflows: all } = parse(readFileSync(join(FOLDER, `${name}.arazzo.yaml`), "utf8"));
  return {
    info,
    workflow: all[0],
    steps: all.flatMap((each: { steps: RawStep[] }) => each.steps) as RawStep[],
  };
}

function elementsAt(path: string): Element[] {
  const page = part.pages.find((each) => each.path === path);
  if (!page) throw new Error(`There is no ${path}.`);
  return elementsOf(page);
}

/** As prose shows it: without the marks of Markdown. */
const plain = (text = "") => text.replaceAll(/[`*]/g, "").replaceAll(/\s+/g, " ").trim();
const shown = (value: unknown) =>
  value === "" ? "empty" : typeof value === "string" ? value : JSON.stringify(value);

test("there is a page for each description, behind the one that leads to them", () => {
  const wanted = ["workflows/index.html", ...NAMES.map((name) => `workflows/${name}.html`)];
  expect(NAMES.length).toBeGreaterThan(5);
  expect(part.pages.map(({ path }) => path).toSorted()).toEqual(wanted.toSorted());
  const hrefs = elementsAt("workflows/index.html").map(({ properties }) => properties.href);
  expect(hrefs).toEqual(expect.arrayContaining(NAMES.map((name) => `../workflows/${name}.html`)));
});

describe.each(NAMES)("%s", (name) => {
  const { info, workflow, steps } = fileOf(name);
  const elements = elementsAt(`workflows/${name}.html`);
  const article = elements[0] as Element;
  const cards = elements.filter((element) => hasClass(element, "step"));

  test("shows what the description says of itself, and links to it", () => {
    const text = words(article);
    const said = [info.title, info.summary, info.description, workflow.summary, workflow.description];
    for (const each of said) expect(text).toContain(plain(each));
    for (const [input, { description }] of Object.entries<{ description: string }>(
      workflow.inputs.properties,
    )) {
      expect(text).toContain(`${input}${plain(description)}`);
    }
    for (const [output, value] of Object.entries(workflow.outputs))
      expect(text).toContain(`${output}${value}`);
    expect(elements.map(({ properties }) => properties.href)).toContain(`../workflows/${name}.arazzo.yaml`);
  });

  test("shows every step with all that belongs to it", () => {
    expect(cards).toHaveLength(steps.length);
    steps.forEach((step, index) => {
      const card = cards[index] as Element;
      const inside = within(card);
      const text = words(card);
      const tag = Object.values(document.paths)
        .flatMap((item) => Object.values(item) as { operationId?: string; tags?: string[] }[])
        .find(({ operationId }) => operationId === step.operationId)?.tags?.[0];
      expect(inside.some(({ properties }) => properties.id === step.stepId)).toBe(true);
      expect(inside.map(({ properties }) => properties.href)).toContain(
        `../reference.html#/${tag}/${step.operationId}`.toLowerCase(),
      );
      expect(text).toContain(plain(step.description));
      const rows = inside.filter(({ tagName }) => tagName === "tr").map(words);
      for (const { name: parameter, in: place, value } of step.parameters ?? []) {
        expect(rows).toContain(`${parameter}${place}${shown(value)}`);
      }
      const items = inside.filter(({ tagName }) => tagName === "li").map(words);
      for (const { condition, context = "" } of step.successCriteria) {
        expect(items.filter((item) => item.includes(condition) && item.includes(context))).not.toEqual([]);
      }
      for (const [output, value] of Object.entries(step.outputs ?? {})) {
        expect(text).toContain(`${output}${value}`);
      }
      if (step.requestBody) {
        const [body] = inside.filter(({ tagName }) => tagName === "pre") as [Element];
        expect(JSON.parse(words(body))).toEqual(step.requestBody.payload);
      }
      const next = steps[index + 1];
      const [then] = inside.filter((element) => hasClass(element, "then")) as [Element];
      const hrefs = within(then).flatMap(({ properties }) => properties.href ?? []);
      expect(hrefs).toEqual(next ? [`#${next.stepId}`] : []);
    });
  });

  test("draws each request of the conversation", () => {
    const [image] = elements.filter(({ tagName }) => tagName === "svg") as [Element];
    const methods = within(image)
      .filter(({ tagName }) => tagName === "text")
      .map(words)
      .filter((text) => /^(?:GET|HEAD|PUT|POST|DELETE) /.test(text));
    expect(methods).toHaveLength(steps.length);
  });

  test("has no link within it that leads nowhere, and nothing that the site's policy forbids", () => {
    const ids = elements.flatMap(({ properties }) => properties.id ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    const leads = elements.flatMap(({ properties }) => /^#(.+)/.exec(String(properties.href))?.[1] ?? []);
    expect(leads.filter((id) => !ids.includes(id))).toEqual([]);
    expect(foreignTo(elements)).toEqual([]);
  });

  test("is found by its title and by each step", () => {
    const hrefs = part.entries.map(({ href }) => href);
    expect(hrefs).toContain(`workflows/${name}.html`);
    for (const { stepId } of steps) expect(hrefs).toContain(`workflows/${name}.html#${stepId}`);
  });
});

test("a step says what follows where that is not the next one", () => {
  const body = stepMarkup(
    {
      stepId: "a",
      operationId: "getMessages",
      successCriteria: [{ condition: "$statusCode == 200" }],
      onSuccess: [{ name: "on", type: "goto", stepId: "c" }],
      onFailure: [
        {
          name: "again",
          type: "retry",
          retryAfter: 5,
          retryLimit: 3,
          criteria: [{ condition: "$statusCode == 503" }],
        },
        { name: "over", type: "end" },
      ],
    },
    "workflows/x.html",
    { stepId: "b", operationId: "getMessages" },
  );
  const [then] = elementsOf({ body }).filter((element) => hasClass(element, "then")) as [Element];
  expect(words(then)).toBe(
    "Then go on with c. Otherwise again after 5 s, 3 times at most when $statusCode == 503; the workflow ends.",
  );
});
