import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { renderSummary } from "../../../conformance/report/render-summary.ts";
import openapi from "../../../generated/openapi.json" with { type: "json" };
import { rules } from "../../../generated/rules.ts";
import { documentCounts } from "../home/document-counts.ts";
import { homePart } from "../home/home-part.ts";
import { REPORT } from "./shell/sample-site.ts";

const METHODS = new Set(["get", "head", "put", "post", "delete", "patch"]);

/** The page without its markup, as it reads. */
async function text(): Promise<string> {
  const [page] = (await homePart(REPORT)).pages;
  return String(await page?.body)
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

describe("the first page", () => {
  test("says what the document says", async () => {
    expect(await text()).toContain(`${openapi.info.summary} ${openapi.info.description.split("\n\n")[0]}`);
  });

  test("has the first commands of the README, as they stand there", async () => {
    const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
    const [block = ""] = readme.split("```sh\n")[1]?.split("```") ?? [];
    expect(block).toContain("npm run conformance");
    expect(await text()).toContain(block.trim());
  });

  test("ends with the end of the run that it was built with, whatever came of it", async () => {
    const summary = renderSummary(REPORT, rules, { color: false, columns: 80 }).trim();
    expect(REPORT.verdict).toBe("fail");
    expect(await text()).toContain(summary);
    expect(await text()).toContain("its verdict is fail");
  });
});

test("operations and rules of the document are counted", () => {
  const counted = Object.fromEntries(documentCounts().map(({ noun, count }) => [noun, count]));
  const operations = Object.values(openapi.paths).flatMap((item) =>
    Object.keys(item).filter((key) => METHODS.has(key)),
  );
  expect(counted).toMatchObject({ operations: operations.length, rules: Object.keys(rules).length });
  const untestable = Object.values(rules).filter((rule) => "untestable" in rule).length;
  expect(counted["of them with a check"]).toBe(Object.keys(rules).length - untestable);
  expect(counted["response header fields"]).toBe(Object.keys(openapi.components.headers).length);
});
