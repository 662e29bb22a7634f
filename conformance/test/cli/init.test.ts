import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import manifest from "../../../package.json" with { type: "json" };
import { words } from "../../cli/init/answers.ts";
import { readRun } from "../../config/read-run.ts";
import { UsageError } from "../../results/errors.ts";
import { hasTrace, sync2, useFolder } from "../support/command.ts";
import { config, place } from "../support/init-places.ts";

useFolder();

const MADE = "http://127.0.0.1:8000/2.0/{account}";
/** Runs the command where nobody can be asked. */
async function run(path: string, args: string[]) {
  process.chdir(path);
  return sync2(["init", ...args]);
}

const text = (path: string, name: string) => readFileSync(join(path, name), "utf8");

/** An environment that sets all variables that a text names. */
function environment(content: string): Record<string, string> {
  const names = [...content.matchAll(/\$\{(SYNC2_\w+)\}/g)].map(([, name = ""]) => name);
  return Object.fromEntries(names.map((name) => [name, `value-of-${name.toLowerCase()}`]));
}

describe("sync2 init writes a configuration that is right", () => {
  test.each([
    ["bearer", ["SYNC2_TOKEN"]],
    ["hawk", ["SYNC2_HAWK_ID", "SYNC2_HAWK_KEY"]],
    ["basic", ["SYNC2_USERNAME", "SYNC2_PASSWORD"]],
    ["none", []],
  ])("for accounts that are made or listed, by the scheme %s", async (scheme, names) => {
    for (const accounts of ["made", "listed"]) {
      const path = place();
      const { code, out, err } = await run(path, [
        "--endpoint",
        MADE,
        "--accounts",
        accounts,
        "--auth",
        scheme,
        "--yes",
      ]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      const all =
        accounts === "made" ? names : ["ONE", "TWO"].flatMap((who) => names.map((name) => `${name}_${who}`));
      const content = text(path, "sync2.config.yaml");
      expect(Object.keys(environment(content))).toEqual(all);
      for (const name of all) expect(out).toContain(name);
      const { targets } = await readRun(undefined, { config: config(path) }, environment(content));
      const target = targets[0]?.target;
      expect(target?.keys.main.scheme).toBe(accounts === "made" ? scheme : "none");
      expect(target?.accounts.map(({ name, keys }) => [name, keys.main.scheme])).toEqual(
        accounts === "made"
          ? []
          : [
              ["one", scheme],
              ["two", scheme],
            ],
      );
      if (names.length > 0) {
        await expect(readRun(undefined, { config: config(path) }, {})).rejects.toThrow(/is not set/);
      }
      expect(readdirSync(path)).toEqual(["sync2.config.yaml"]);
    }
  });

  test("with a server that is started, known failures, and the schema for editors", async () => {
    const path = place({ "sync2-baseline.yaml": "" });
    const { code } = await run(path, ["--server", `npm start -- "a b" 'c'`, "--yes"]);
    expect(code).toBe(0);
    const content = text(path, "sync2.config.yaml");
    const [, schema = ""] =
      /^# yaml-language-server: \$schema=\.\/node_modules\/sync2-protocol\/(\S+)\n/.exec(content) ?? [];
    expect(existsSync(new URL(`../../../${schema}`, import.meta.url))).toBe(true);
    const { targets } = await readRun(undefined, { config: config(path) }, environment(content));
    expect(targets).toMatchObject([
      {
        target: { endpoint: MADE },
        server: { command: ["npm", "start", "--", "a b", "c"], readyUrl: "http://127.0.0.1:8000/" },
        baseline: "sync2-baseline.yaml",
      },
    ]);
  });

  test("for one account that is known", async () => {
    const path = place();
    await run(path, ["--endpoint", "http://a.example/2.0/7/", "--yes"]);
    const content = text(path, "sync2.config.yaml");
    const { targets } = await readRun(undefined, { config: config(path) }, environment(content));
    expect(targets[0]?.target.accounts.map(({ endpoint }) => endpoint)).toEqual([
      "http://a.example/2.0/7/",
      "http://a.example/2.0/two",
    ]);
  });
});

describe("sync2 init writes a workflow that stands alone", () => {
  const args = ["--endpoint", MADE, "--auth", "hawk", "--yes"];
  const command = `npx --yes --package sync2-protocol@${manifest.version} sync2 check`;

  test("for GitHub", async () => {
    const path = place();
    const { out } = await run(path, [...args, "--ci", "github"]);
    expect(out).toMatch(/SYNC2_HAWK_KEY as secrets of the repository/);
    const content = text(path, ".github/workflows/sync2.yml");
    const { lintWorkflow } = await linter();
    expect(lintWorkflow(content)).toEqual([]);
    expect(lintWorkflow(content.replace("runs-on", "run-on"))).not.toEqual([]);
    const { steps } = parse(content).jobs.sync2;
    expect(steps.map(({ uses, run }: { uses?: string; run?: string }) => uses ?? run)).toEqual([
      "actions/checkout@v4",
      "actions/setup-node@v4",
      command,
      "actions/upload-artifact@v4",
    ]);
    expect(steps[2].env).toEqual({
      SYNC2_HAWK_ID: `\${{ secrets.SYNC2_HAWK_ID }}`,
      SYNC2_HAWK_KEY: `\${{ secrets.SYNC2_HAWK_KEY }}`,
    });
    expect(steps[3]).toMatchObject({ if: `\${{ !cancelled() }}`, with: { path: "sync2-report/" } });
  });

  test("for GitLab, whether there is a pipeline already or not", async () => {
    const without = place();
    await run(without, [...args, "--ci", "gitlab"]);
    expect(parse(text(without, ".gitlab-ci.yml"))).toEqual({ include: [{ local: "sync2.gitlab-ci.yml" }] });
    const { sync2 } = parse(text(without, "sync2.gitlab-ci.yml"));
    expect(sync2.script).toEqual([command]);
    expect(sync2.artifacts).toMatchObject({ when: "always", paths: ["sync2-report/"] });

    const within = place({ ".gitlab-ci.yml": "mine: {}\n" });
    // Which system it is can be seen.
    const { out } = await run(within, args);
    expect(out).toMatch(/Add to \.gitlab-ci\.yml: include: - local: sync2\.gitlab-ci\.yml/);
    expect(text(within, ".gitlab-ci.yml")).toBe("mine: {}\n");
    expect(existsSync(join(within, "sync2.gitlab-ci.yml"))).toBe(true);
  });
});

describe("sync2 init refuses", () => {
  test.each<[string, Record<string, string>, string[], RegExp]>([
    [
      "to ask where nobody is",
      {},
      [],
      /no terminal to ask questions on\. Give --endpoint or --server, --accounts, --auth, --ci, or --yes/,
    ],
    ["to guess where the server is", {}, ["--yes"], /^sync2: Give --endpoint or --server\.$/m],
    ["what is no endpoint", {}, ["--endpoint", "ftp://a/", "--yes"], /neither http nor https/],
    ["an endpoint with credentials", {}, ["--endpoint", "http://u:p@a/", "--yes"], /contains credentials/],
    [
      "made accounts without a place for the name",
      {},
      ["--endpoint", "http://a/1", "--accounts", "made", "--yes"],
      /has no \{account\}/,
    ],
    ["an unknown CI system", {}, ["--ci", "jenkins"], /Allowed choices are github, gitlab, none/],
    [
      "to write over a configuration",
      { "sync2.config.ts": "mine" },
      ["--endpoint", MADE, "--yes"],
      /sync2\.config\.ts already exists.*sync2 config/,
    ],
    [
      "to write over a workflow",
      { "sync2.gitlab-ci.yml": "mine" },
      ["--endpoint", MADE, "--ci", "gitlab", "--yes"],
      /sync2\.gitlab-ci\.yml would be overwritten.*--ci none/,
    ],
  ])("%s, and writes nothing", async (_, files, args, message) => {
    const path = place(files);
    const { code, out, err } = await run(path, args);
    expect(err).toMatch(message);
    expect({ code, out, trace: hasTrace(err) }).toEqual({ code: 2, out: "", trace: false });
    expect(readdirSync(path)).toEqual(Object.keys(files));
    for (const [name, content] of Object.entries(files)) expect(text(path, name)).toBe(content);
  });
});

test("a command is parted at spaces, but for those in quotes", () => {
  expect(words(`node  "my server.js" --name='x' 'y z'`)).toEqual([
    "node",
    "my server.js",
    "--name='x'",
    "y z",
  ]);
  expect(() => words("  ")).toThrow(UsageError);
});

async function linter() {
  const { createRequire } = await import("node:module");
  const core = createRequire(import.meta.url)("@action-validator/core");
  return { lintWorkflow: (content: string): unknown[] => core.validateWorkflow(content).errors };
}
