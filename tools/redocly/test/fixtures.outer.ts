import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runRedocly } from "../run-redocly.ts";

/** Tests the lint rules of the Redocly plugin with valid and invalid documents. */

const here = import.meta.dirname;
const rules = filesIn(join(here, "../rules"), ".js").map((file) => file.replace(/\.js$/, ""));
const fixtures = [
  ...filesIn(join(here, "pass"), ".yaml").map((file) => ({ path: `pass/${file}`, expected: [] as string[] })),
  ...readdirSync(join(here, "fail")).flatMap((rule) =>
    filesIn(join(here, "fail", rule), ".yaml").map((file) => ({
      path: `fail/${rule}/${file}`,
      expected: [rule === "struct" ? rule : `sync2/${rule}`],
    })),
  ),
];
const found = lint(fixtures.map(({ path }) => path));

/** Names of the files directly in a folder: parts of a fixture lie one folder deeper. */
function filesIn(folder: string, extension: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith(extension));
}

/** The rules that each document breaks, one entry a problem. One process for all, starting it is what takes long. */
function lint(paths: string[]): string[][] {
  const { stdout } = runRedocly(["lint", ...paths, "--format=json", "--max-problems=1000"], here);
  // One JSON text a document, in the order of the arguments, with nothing in between.
  const results: { problems: { ruleId: string }[] }[] = JSON.parse(
    `[${stdout.replaceAll(/^\}\{$/gm, "},{")}]`,
  );
  return results.map(({ problems }) => problems.map(({ ruleId }) => ruleId));
}

describe("Redocly plugin", () => {
  test("lints every fixture", () => {
    expect(found).toHaveLength(fixtures.length);
  });

  test("has failing fixtures for every rule and for its types, and for nothing else", () => {
    expect(readdirSync(join(here, "fail")).sort()).toEqual([...rules, "struct"].sort());
  });

  test.each(fixtures.map((fixture, index) => ({ ...fixture, problems: found[index] })))(
    "$path",
    ({ expected, problems }) => {
      expect(problems).toEqual(expected);
    },
  );
});
