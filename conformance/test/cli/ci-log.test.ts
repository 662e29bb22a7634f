import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inLog } from "../../cli/ci-log.ts";
import { announce, quietly } from "../../cli/github-actions.ts";
import { kindOf } from "../../cli/render-report.ts";
import { SENTENCES } from "../../cli/rule-sentences.ts";
import { FORMAT_NAMES, fileFormats } from "../../report/formats/format-names.ts";
import { render } from "../../report/formats/render-format.ts";
import { captured, folder, sync2 } from "../support/command.ts";
import { mixed, nasty, nastySentences } from "../support/hostile-text.ts";
import { judge } from "../support/judging.ts";
import { entry, har } from "../support/recorded-client.ts";
import { report, result } from "../support/sample-report.ts";

const COMMANDS = [
  ...["::error::owned", "\u00a0 ::warning::owned", "x\n::stop-commands::x", "x\r::add-mask::y"],
  ...["##[error]owned", "a ##[group]b", "##vso[task.setvariable variable=x]y", "x ##VSO[task.complete]"],
].join("\n");

const USELESS = join(folder, "useless.json");

/** A report of an endpoint with this name. */
function useless(endpoint: string): void {
  const target = { endpoint, accounts: "" };
  writeFileSync(USELESS, JSON.stringify(report([result("path.unknown", "passed")], { target })));
}

const RUNNERS = { GITHUB_ACTIONS: { GITHUB_ACTIONS: "true" }, TF_BUILD: { TF_BUILD: "True" } };

/** Lines that a runner obeys: GitHub Actions trims a line, and finds its older form anywhere in it. */
function obeyed(log: string): string[] {
  return log.split(/\r\n|\r|\n/).filter((line) => /^\s*::|##\[|##vso\[/i.test(line));
}

describe.each(Object.entries(RUNNERS))("in a job of %s", (name, env) => {
  test("text for people holds no commands", () => {
    expect(obeyed(COMMANDS)).toHaveLength(8);
    expect(obeyed(inLog(COMMANDS, env))).toEqual([]);
    // GitHub Actions is told not to look at it.
    const quiet = quietly(COMMANDS, env);
    expect(obeyed(quiet).length > 0).toBe(name === "GITHUB_ACTIONS");
  });

  test.each(fileFormats(FORMAT_NAMES))(
    "a report in the format %s holds none, and says the same",
    (format) => {
      const text = render(format, nasty(COMMANDS), nastySentences(COMMANDS));
      const log = inLog(text, env, kindOf(format));
      expect(obeyed(log)).toEqual([]);
      if (kindOf(format) === "json") expect(JSON.parse(log)).toEqual(JSON.parse(text));
      if (kindOf(format) === "markup") {
        expect(log.replaceAll("&#35;", "#").replaceAll("&#58;", ":") === text).toBe(true);
      }
      // A page has its own style and script, whose hashes it names.
      const good = render(format, mixed(), SENTENCES);
      expect(inLog(good, env, kindOf(format)) === good).toBe(true);
    },
  );

  test("recorded traffic, for programs, holds none", async () => {
    const headers: [string, string][] = [
      ["x-weave-timestamp", COMMANDS.replaceAll(/[\r\n]/g, " ")],
      ["x-weave-backoff", "##[error]x ##vso[y]"],
    ];
    const file = har([entry("GET", "https://a.test/2.0/one/info/quota", 200, headers)]);
    const { out } = await judge(file, { json: true }, env as Record<string, string>);
    expect(JSON.stringify(JSON.parse(out))).toContain("##vso[y]");
    expect(obeyed(out)).toEqual([]);
  });

  test("annotations are commands of GitHub Actions alone", () => {
    const { shell, out } = captured(env);
    announce(nasty(COMMANDS), shell);
    const lines = out().split("\n");
    expect(lines.filter((line) => line !== "" && !/^::(?:error|warning) title=/.test(line))).toEqual([]);
    if (name === "TF_BUILD") expect(out()).not.toMatch(/##(\[|vso\[)/i);
  });

  test("a mistake holds none, whatever the command repeats of a file", async () => {
    useless(COMMANDS);
    const { code, err } = await sync2(["replay", USELESS, "path.unknown"], env as Record<string, string>);
    expect(code).toBe(2);
    expect(err).toContain("owned");
    expect(obeyed(err)).toEqual([]);
  });
});

test("elsewhere a text stays as it is", () => {
  for (const env of [{}, { GITHUB_ACTIONS: "false" }, { TF_BUILD: "" }])
    expect(inLog(COMMANDS, env)).toBe(COMMANDS);
});
