import { expect, test } from "vitest";
import { patternsInCode, patternsInSchema } from "../find-patterns.ts";

test("every regular expression of a file is found, and what makes one at run time", () => {
  const code = [
    "const a = /a+/gi, b = text.replace(/[/]\\//u, '');",
    "// /not one/",
    "const c = 'or/this/one', d = 4 / 2 / 1;",
    "new RegExp(`^a` + b); RegExp(c);",
    "text.match('a+'); text.search(`b`); text.match(/c/); text.replace('.', ''); map.match(name);",
    "const e: RegExp = /d/;",
  ].join("\n");
  const { patterns, madeAtRunTime } = patternsInCode("a.ts", code);
  expect(patterns.map(({ place, source, flags }) => `${place} /${source}/${flags}`)).toEqual([
    "a.ts:1 /a+/gi",
    "a.ts:1 /[/]\\//u",
    "a.ts:5 /c/",
    "a.ts:6 /d/",
  ]);
  expect(madeAtRunTime).toEqual(["a.ts:4", "a.ts:4", "a.ts:5", "a.ts:5"]);
});

test("every pattern of a schema is found, at any depth", () => {
  const schema = {
    properties: { pattern: { type: "string", pattern: "^a$" } },
    items: [{ patternProperties: { "^b": {}, "^c": { pattern: "d" } } }],
  };
  expect(patternsInSchema("s.json", schema).map(({ source }) => source)).toEqual(["^a$", "^b", "^c", "d"]);
});
