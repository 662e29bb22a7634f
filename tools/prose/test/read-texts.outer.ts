import { expect, test } from "vitest";
import { markdownFiles, readTexts, yamlTexts } from "../read-texts.ts";

const YAML = `summary: One line.
description: >-
  Folded, of
  two lines.


  Another paragraph.
responses:
  "200":
    description: "Quoted."
    example:
      description: Data.
      text: Data.
    content:
      description: { type: string }
x-rules:
  - id: record.created
    level: MUST
    text: A rule MUST.
    untestable: Its reason.
`;

test("descriptions and the sentences of rules are found with the lines on which they stand", () => {
  expect(yamlTexts("a.yaml", YAML).map(({ line, kind, markdown }) => [line, kind, markdown.trim()])).toEqual([
    [1, "spec", "One line."],
    [3, "spec", "Folded, of\ntwo lines.\n\n\nAnother paragraph."],
    [10, "spec", "Quoted."],
    [19, "rule", "A rule MUST."],
    [20, "spec", "Its reason."],
  ]);
});

test("the prose of this repository is there, that of tests is not", () => {
  const root = `${import.meta.dirname}/../../..`;
  const files = markdownFiles(root);
  expect(files).toEqual(
    expect.arrayContaining(["README.md", "spec/guide/concepts.md", "tools/ci/README.md"]),
  );
  expect(files.filter((file) => file.includes("/test/"))).toEqual([]);
  const texts = readTexts(root);
  expect(texts.filter(({ kind }) => kind === "rule").length).toBeGreaterThan(400);
  expect(texts.find(({ file }) => file === "spec/guide/concepts.md")?.kind).toBe("spec");
});
