import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { report } from "../../cli/render-report.ts";
import { SENTENCES } from "../../cli/rule-sentences.ts";
import { defaultFile, FORMATS, type FormatName, fileFormats } from "../../report/formats/format-names.ts";
import { annotations } from "../../report/formats/github.ts";
import { render } from "../../report/formats/render-format.ts";
import { renderSummary } from "../../report/render-summary.ts";
import { UsageError } from "../../results/errors.ts";
import { renderJson } from "../../results/write-report.ts";
import { captured, folder, hasTrace, sync2, useFolder } from "../support/command.ts";
import { mixed } from "../support/hostile-text.ts";

useFolder();

const FILE_FORMATS = fileFormats(FORMATS.map(({ name }) => name));
const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

beforeAll(() => writeFileSync(join(folder, "in.json"), renderJson(mixed())));

const rendered = (format: FormatName[], output?: string) =>
  report(
    join(folder, "in.json"),
    { format, color: false, ...(output !== undefined && { output: join(folder, output) }) },
    captured().shell,
  );

describe("a report is rendered again, and that is a success whatever it says", () => {
  test("as the summary, without a format", async () => {
    const { code, out, err } = await sync2(["report", "in.json"]);
    expect(out).toBe(`${renderSummary(mixed(), SENTENCES, { color: false, columns: 110 })}\n`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("in one format, to standard output", async () => {
    const { code, out, err } = await sync2(["report", "in.json", "--format", "junit"]);
    expect(out).toBe(render("junit", mixed(), SENTENCES));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("in several formats, into a folder that need not exist, each under its name", async () => {
    const formats = FILE_FORMATS.join(",");
    const { code, out } = await sync2(["report", "in.json", "--format", formats, "--output", "public/deep/"]);
    expect({ code, out }).toEqual({ code: 0, out: "" });
    for (const format of FILE_FORMATS) {
      expect(read("public/deep", defaultFile(format))).toBe(render(format, mixed(), SENTENCES));
    }
  });

  test("in one format, into a file, or a folder that exists", async () => {
    mkdirSync(join(folder, "there"));
    await rendered(["badge"], "there");
    await rendered(["badge"], "own.json");
    expect(read("own.json")).toBe(render("badge", mixed(), SENTENCES));
    expect(read("there", "badge.json")).toBe(read("own.json"));
  });
});

describe("for GitHub Actions", () => {
  test("annotations are printed, and the summary of the step is added to", async () => {
    writeFileSync(join(folder, "step.md"), "# Before\n");
    const env = { GITHUB_STEP_SUMMARY: join(folder, "step.md") };
    const { code, out } = await sync2(["report", "in.json", "--format", "github"], env);
    expect({ code, out }).toEqual({ code: 0, out: annotations(mixed(), SENTENCES) });
    expect(read("step.md")).toBe(`# Before\n${render("markdown", mixed(), SENTENCES)}`);
  });

  test("files go by their paths in the repository", async () => {
    const { out } = await sync2(["report", "in.json", "--format", "github"], {
      GITHUB_WORKSPACE: join(folder, ".."),
    });
    expect(out).toContain(`,file=${folder.split("/").at(-1)}/sync2-baseline.yaml,line=3::`);
  });

  test("beside a file, and a summary that cannot be written changes nothing", async () => {
    const { code, out, err } = await sync2(
      ["report", "in.json", "--format", "github,junit", "--output", "both.xml"],
      { GITHUB_STEP_SUMMARY: "/proc/none/step.md" },
    );
    expect({ code, out }).toEqual({ code: 0, out: annotations(mixed(), SENTENCES) });
    expect(err).toMatch(/^sync2: the summary of the step cannot be written: /);
    expect(read("both.xml")).toMatch(/^<\?xml /);
  });

  test("the summary that is printed holds no commands", async () => {
    const { out } = await sync2(["report", "in.json"], { GITHUB_ACTIONS: "true" });
    expect(out).toMatch(/^::stop-commands::([0-9a-f-]{36})\n[\s\S]*\n::\1::\n$/);
  });
});

describe("mistakes of the user", () => {
  test.each<[string, string[], RegExp]>([
    [
      "an unknown format",
      ["in.json", "--format", "pdf"],
      /"pdf" is not a format\. The formats are json, html, junit/,
    ],
    ["no format", ["in.json", "--format", " "], /--format.*is empty/],
    ["no report", ["none.json", "--format", "tap"], /none\.json: there is no such file/],
  ])("%s: exit 2, a sentence and no stack trace", async (_, args, message) => {
    const { code, err, out } = await sync2(["report", ...args]);
    expect(err).toMatch(message);
    expect({ code, trace: hasTrace(err), out }).toEqual({ code: 2, trace: false, out: "" });
  });

  test.each<[string, FormatName[], string | undefined, RegExp]>([
    ["several formats for one stream", ["junit", "tap"], undefined, /standard output takes one of them/],
    ["annotations in the midst of a file", ["junit", "github"], undefined, /takes one of them/],
    ["several formats for one file", ["tap", "har"], "x", /2 formats do not fit .* Name a folder: ".*x\/"/],
    ["an output for nothing", [], "x", /there is nothing to write there\. Choose a format/],
    ["an output for annotations", ["github"], "x", /there is nothing to write there/],
    ["the report as its own output", ["json"], "./in.json", /is the report itself/],
    ["a place that is none", ["tap"], "in.json/x", /cannot be written: .* Name another place/],
  ])("%s", async (_, format, output, message) => {
    const error = await rendered(format, output).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(message);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });

  test("a place where no folder can be made, at once", async () => {
    const output = "/proc/none/x";
    const error = await report(
      join(folder, "in.json"),
      { format: ["tap"], output, color: false },
      captured().shell,
    ).catch((thrown) => thrown);
    expect(error.message).toMatch(/^--output \/proc\/none\/x: cannot be written: /);
  });
});
