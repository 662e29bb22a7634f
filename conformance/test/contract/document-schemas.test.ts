import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { DOCUMENT } from "../../contract/document.ts";

type Found = [at: string, schema: object];

/** Every schema of the document, wherever it stands; those within another one are looked at with it. */
function* schemasIn(value: unknown, at: string): Generator<Found> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const place = `${at}/${key}`;
    if (key === "schema" || at === "#/components/schemas") yield [place, child];
    else yield* schemasIn(child, place);
  }
}

const ajv = new Ajv2020({ strict: false });

test("schemas of the document are schemas: the suite itself does not look again", () => {
  const found = [...schemasIn(DOCUMENT, "#")];
  expect(found.length).toBeGreaterThan(50);
  expect(found.filter(([, schema]) => !ajv.validateSchema(schema)).map(([at]) => at)).toEqual([]);
});

test("a schema that is none would be noticed", () => {
  expect(ajv.validateSchema({ type: "text" })).toBe(false);
});
