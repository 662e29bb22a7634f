import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bundle } from "../bundle.ts";
import { main } from "../cli.ts";
import { generate, staleFiles, write } from "../generate.ts";
import { rulesModule } from "../rules-module.ts";

const ROOT = join(import.meta.dirname, "../../..");
const SMALL = join(import.meta.dirname, "small");
const temporary = mkdtempSync(join(tmpdir(), "generate-"));
afterAll(() => rmSync(temporary, { recursive: true }));

/** A copy of the small document that a test may break; returns the path of its openapi.yaml. */
function copyOfSmall(name: string): string {
  cpSync(SMALL, join(temporary, name), { recursive: true });
  return join(temporary, name, "openapi.yaml");
}

/** Runs the command in this process. */
async function run(...args: string[]) {
  const log: string[] = [];
  const errors: string[] = [];
  const status = await main(args, {
    log: (line: string) => log.push(line),
    error: (line: string) => errors.push(line),
  });
  return { status, log: log.join("\n"), error: errors.join("\n") };
}

describe("generated/", () => {
  test("is up to date (else run `npm run generate`)", async () => {
    expect(staleFiles(await generate(join(ROOT, "spec/openapi.yaml")), join(ROOT, "generated"))).toEqual([]);
  });
});

describe("rules.ts", () => {
  const document = bundle(join(SMALL, "openapi.yaml"));

  test("has every rule once, sorted, with all that the spec says and its place", async () => {
    const path = join(temporary, "rules.ts");
    writeFileSync(path, rulesModule(document));
    const { rules, aliases } = await import(path);
    expect(Object.entries(rules)).toEqual(Object.entries(EXPECTED));
    expect(Object.entries(aliases)).toEqual([
      ["record.get", "record.read"],
      ["record.see", "record.read"],
    ]);
  });

  test("has the stages in their order, with what each adds", async () => {
    const path = join(temporary, "stages.ts");
    writeFileSync(path, rulesModule(document));
    const { stages } = await import(path);
    expect(stages).toEqual([
      { name: "first", title: "First", operations: ["getRecord"] },
      { name: "second", title: "Second", operations: [] },
    ]);
  });

  test("is refused when a rule belongs to no stage", () => {
    const rule = { id: "a.b", level: "MUST", text: "A server MUST answer." };
    const stages = [{ name: "one", title: "One", operations: [], rules: ["a.c"] }];
    expect(() => rulesModule({ "x-rules": [rule], "x-stages": stages })).toThrow(
      "names the rule a.b or its area",
    );
  });

  test("is refused when an id stands twice", () => {
    const rule = { id: "a.b", level: "MUST", text: "A server MUST answer." };
    const twice = { "x-rules": [rule], paths: { "/a": { get: { "x-rules": [rule] } } } };
    expect(() => rulesModule(twice)).toThrow("The rule a.b stands at two places: # and #/paths/~1a/get.");
  });

  test.each([
    ["another rule has", { id: "a.c", aliases: [] }, "The alias a.c of the rule a.b is already a.c's."],
    [
      "another rule had",
      { id: "a.d", aliases: ["a.c"] },
      /The alias a\.c of the rule a\.[bd] is already a\.[bd]'s/,
    ],
    [
      "the rule itself has",
      { id: "a.b", aliases: ["a.b"] },
      "The alias a.b of the rule a.b is already a.b's.",
    ],
  ])("is refused when an alias is an id that %s", (_, rule, message) => {
    const level = { level: "MUST", text: "A server MUST answer." };
    const first = { id: "a.b", aliases: ["a.c"], ...level };
    const list = rule.id === "a.b" ? [] : [first];
    expect(() => rulesModule({ "x-rules": [...list, { ...rule, ...level }] })).toThrow(message);
  });
});

const EXPECTED = {
  "fallback.method": {
    level: "MUST",
    text: "An unknown method MUST be refused.",
    place: "#/components/responses/MethodNotAllowed",
    stage: "first",
  },
  "fallback.path": {
    level: "MUST",
    text: "A missing path MUST be a 404.",
    place: "#/components/responses/NotFound",
    stage: "first",
  },
  "record.read": {
    level: "SHOULD NOT",
    text: 'A GET SHOULD NOT say "no".',
    place: "#/paths/~1record/get",
    stage: "first",
    scenario: "maintenance",
    when: "hawk",
    untestable: "Nobody asks.",
  },
  "record.read.done": {
    level: "MUST",
    text: "The answer MUST be 200.",
    place: "#/paths/~1record/get/responses/200",
    stage: "second",
  },
  "z.root": { level: "MAY", text: "A server MAY rest.", place: "#", stage: "first" },
};

describe("drift", () => {
  test("is a missing or a changed file", async () => {
    const files = await generate(join(SMALL, "openapi.yaml"));
    const folder = join(temporary, "drift");
    expect(staleFiles(files, folder)).toEqual([
      "openapi.json",
      "openapi.annotated.json",
      "api.ts",
      "rules.ts",
      "config.ts",
    ]);
    write(files, folder);
    expect(staleFiles(files, folder)).toEqual([]);
    appendFileSync(join(folder, "api.ts"), "\n");
    expect(staleFiles(files, folder)).toEqual(["api.ts"]);
  });

  test("makes --check name the files and the command, change nothing and exit 1", async () => {
    const spec = copyOfSmall("check");
    const out = join(temporary, "check/generated");
    write(await generate(spec), out);
    const rulesBefore = readFileSync(join(out, "rules.ts"), "utf8");
    expect((await run("--check", "--spec", spec, "--out", out)).status).toBe(0);

    writeFileSync(spec, readFileSync(spec, "utf8").replace("MAY rest", "MAY sleep"));
    const { status, error } = await run("--check", "--spec", spec, "--out", out);
    expect(status).toBe(1);
    expect(error).toMatch(
      /openapi\.json is out of date\.\n.*openapi\.annotated\.json is out .*\n.*rules\.ts is out .*\nRun `npm run generate`/,
    );
    expect(error).not.toContain("api.ts");
    expect(readFileSync(join(out, "rules.ts"), "utf8")).toBe(rulesBefore);
  });
});

describe("A broken spec", () => {
  test("that points nowhere is refused with the file and the reason", async () => {
    const spec = copyOfSmall("nowhere");
    rmSync(join(temporary, "nowhere/paths/record.yaml"));
    const { status, error } = await run("--spec", spec, "--out", join(temporary, "never"));
    expect(status).toBe(1);
    expect(error).toContain("openapi.yaml cannot be bundled");
    expect(error).toContain("paths/record.yaml");
  });

  test("that is no YAML is refused with the file and the line", () => {
    const spec = copyOfSmall("syntax");
    appendFileSync(spec, " : - {\n");
    expect(() => bundle(spec)).toThrow(/cannot be bundled.*openapi\.yaml" \(\d+:2\)/s);
  });

  test("that is missing is refused", () => {
    expect(() => bundle(join(temporary, "none.yaml"))).toThrow("none.yaml does not exist.");
  });
});

describe("The command", () => {
  test("teaches", async () => {
    expect(await run("--help")).toMatchObject({
      status: 0,
      log: expect.stringContaining("Usage: npm run generate"),
    });
    expect(await run("--chek")).toMatchObject({ status: 1, error: expect.stringContaining("--help") });
  });

  test("exits with the code, and with the message instead of a stack", () => {
    const script = join(ROOT, "tools/generate/main.ts");
    const args = ["--import", "tsx", script, "--spec", "none.yaml"];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain("none.yaml does not exist.\n");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
