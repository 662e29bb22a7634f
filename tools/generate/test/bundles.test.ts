import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { annotateRules } from "../annotate-rules.ts";
import { bundle } from "../bundle.ts";
import { expandFallbacks } from "../expand-fallbacks.ts";
import { openapiJson } from "../openapi-json.ts";
import { requireUniqueNames } from "../unique-component-names.ts";

const SMALL = join(import.meta.dirname, "small");

/** What the tests read of the small document. */
interface Document {
  info: object;
  paths: { "/record": { get: { responses: Record<string, object>; "x-fallbacks": string[] } } };
  components: { responses: Record<string, object> };
}

describe("openapi.json", () => {
  const document = JSON.parse(openapiJson(bundle(join(SMALL, "openapi.yaml"))));

  test("says what made it", () => {
    expect(document["x-generated-by"]).toContain("npm run generate");
  });

  test("has the fallback responses as components", () => {
    expect(document["x-fallbacks"]).toEqual({
      path: { $ref: "#/components/responses/NotFound" },
      method: { $ref: "#/components/responses/MethodNotAllowed" },
    });
    expect(document.components.responses.MethodNotAllowed["x-absent"]).toEqual(["ETag"]);
  });
});

describe("What may answer any request", () => {
  const document = expandFallbacks({
    ...bundle(join(SMALL, "openapi.yaml")),
    "x-anywhere": { Link: { $ref: "#/components/headers/Link" } },
  }) as unknown as Document;
  const operation = document.paths["/record"].get;

  test("stands in each operation, which lists what it has not of itself", () => {
    expect(Object.keys(operation.responses)).toEqual(["200", "404", "405"]);
    expect(operation.responses["405"]).toEqual({ $ref: "#/components/responses/MethodNotAllowed" });
    expect(operation["x-fallbacks"]).toEqual(["405"]);
  });

  test("has, as any response has, the headers that may be anywhere", () => {
    const { NotFound } = document.components.responses;
    for (const response of [operation.responses["200"], NotFound]) {
      expect(response).toMatchObject({
        headers: { Link: { $ref: "#/components/headers/Link" } },
        "x-anywhere": ["Link"],
      });
    }
  });

  test("is refused where its status is nowhere", () => {
    expect(() => expandFallbacks({ "x-fallbacks": { rate: { description: "Too many" } } })).toThrow(
      "The response rate of x-fallbacks has no example of application/problem+json with its status.",
    );
  });
});

describe("Components of two kinds", () => {
  test.each([
    ["Quota", "components/schemas/Quota and components/responses/Quota"],
    ["quota", "components/schemas/Quota and components/responses/quota"],
  ])("do not share a name: %s", (name, places) => {
    const components = { schemas: { Quota: {} }, responses: { [name]: {} } };
    expect(() => requireUniqueNames({ components })).toThrow(`${places} have the same name.`);
    expect(() => requireUniqueNames({ components: { ...components, responses: {} } })).not.toThrow();
  });
});

describe("openapi.annotated.json", () => {
  const document = annotateRules(bundle(join(SMALL, "openapi.yaml"))) as unknown as Document;

  test("says the rules where they bind", () => {
    const { get } = document.paths["/record"];
    expect(get).toMatchObject({ description: '- **SHOULD NOT** (`record.read`) A GET SHOULD NOT say "no".' });
    expect(get.responses["200"]).toMatchObject({
      description: "The record\n\n- **MUST** (`record.read.done`) The answer MUST be 200.",
    });
    expect(document.info).toMatchObject({
      description: "## Rules of every exchange\n\n- **MAY** (`z.root`) A server MAY rest.",
    });
  });

  test("says those of a media type with what has it, and takes data for data", () => {
    const rule = { id: "a.b", level: "MUST", text: "A list MUST end." };
    const content = { "text/plain": { example: { "x-rules": [rule] }, "x-rules": [rule] } };
    const { requestBody } = annotateRules({ info: {}, requestBody: { description: "A list.", content } });
    expect(requestBody).toEqual({
      description: "A list.\n\nAs `text/plain`:\n\n- **MUST** (`a.b`) A list MUST end.",
      content,
    });
  });
});
