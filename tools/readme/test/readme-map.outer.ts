import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

/** Folders in the map of the README; an indented folder is inside of the one above it. */
function foldersInMap(): string[] {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [, map = ""] = /## Map\n\n```\n([^`]+)\n```/.exec(readme.replaceAll(/`[^`\n]+`/g, "")) ?? [];
  let parent = "";
  return map.split("\n").flatMap((line) => {
    const [, indent = "", folder] = /^( *)([\w-]+\/)/.exec(line) ?? [];
    if (folder === undefined) return [];
    if (indent === "") parent = folder;
    return [indent === "" ? folder : parent + folder];
  });
}

test("every folder in the map of the README exists", () => {
  expect(foldersInMap()).toContain("conformance/checks/");
  expect(foldersInMap().filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
});

test("the map has every folder of the suite", () => {
  const folders = readdirSync(join(ROOT, "conformance"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "test")
    .map(({ name }) => `conformance/${name}/`);
  expect(foldersInMap()).toEqual(expect.arrayContaining(folders));
});
