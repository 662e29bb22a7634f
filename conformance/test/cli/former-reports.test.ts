import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { prepareFolder } from "../../cli/report-folder.ts";
import { SENTENCES } from "../../cli/rule-sentences.ts";
import { defaultFile, FORMATS, fileFormats } from "../../report/formats/format-names.ts";
import { render } from "../../report/formats/render-format.ts";
import { folder, useFolder } from "../support/command.ts";
import { mixed } from "../support/hostile-text.ts";

useFolder();

const formats = fileFormats(FORMATS.map(({ name }) => name));
const files = formats.map(defaultFile);
const place = (name: string) => join(folder, "former", name);
const there = () => files.filter((name) => existsSync(place(name)));

test("what a former run wrote is removed in every format before a new one begins", async () => {
  mkdirSync(join(folder, "former"), { recursive: true });
  for (const name of formats) writeFileSync(place(defaultFile(name)), render(name, mixed(), SENTENCES));
  writeFileSync(place("server.log"), "it said this");
  writeFileSync(place("notes.txt"), "mine");
  expect(there()).toEqual(files);
  await prepareFolder(join(folder, "former"), []);
  expect(there()).toEqual([]);
  expect([existsSync(place("server.log")), existsSync(place("notes.txt"))]).toEqual([false, true]);
});

test("what somebody else wrote by these names stays", async () => {
  for (const name of files) writeFileSync(place(name), "<title>mine</title>");
  writeFileSync(place("server.log"), "mine");
  await prepareFolder(join(folder, "former"), formats);
  expect(there()).toEqual(files);
  expect(existsSync(place("server.log"))).toBe(true);
});
