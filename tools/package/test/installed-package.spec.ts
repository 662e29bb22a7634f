import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../../conformance/reference/faults/fault.ts";
import { faults } from "../../../conformance/reference/faults/index.ts";
import { startReference } from "../../../conformance/reference/server.ts";
import { closedPort } from "../../../conformance/test/support/servers.ts";
import {
  type EmptyProject,
  type Installed,
  install,
  installInEmptyProject,
  installNode,
  NODES,
  namesIn,
  pathWithNode,
  ROOT,
  run,
} from "./install-package.ts";

/** Tests the npm package in projects where it is installed. */

/** 2.3 MB, most of it documentation; much more would be by mistake. */
const MOST_OCTETS = 3_200_000;
/** Largest size of an installation, in MB as `du -m` counts them. */
const MOST_INSTALLED = 40;
const RULE = "record.created";
const PAGE = `sync2-docs/rules/${RULE}.html`;
const PACKAGE = "node_modules/sync2-protocol";
const COMMAND = join(PACKAGE, "conformance/cli/sync2.js");

const good = await startReference();
const { handler: wrap = (next) => next }: Fault = faults[RULE];
const bad = await startReference({ wrap });

const SERVERS = { GOOD: good.endpoint, BAD: bad.endpoint, NONE: `${await closedPort()}/{account}` };

let installed: Installed;
beforeAll(async () => {
  installed = await install();
});
afterAll(async () => {
  installed?.remove();
  for (const server of [good, bad]) await server.close();
});

describe.for(NODES)("on Node %s", { concurrent: true }, (version) => {
  let node: string;
  beforeAll(async () => {
    node = await installNode(version);
  });
  const inProject = (args: string[], env: NodeJS.ProcessEnv = {}, folder = ".") =>
    run([node, ...args], { cwd: join(installed.folder, folder), env: { ...pathWithNode(node), ...env } });
  const reportIn = (name: string) => mkdtempSync(join(installed.folder, `node_modules/.${name}-`));

  test("it is that version", async () => {
    expect((await inProject(["-p", "process.versions.node"])).out).toMatch(new RegExp(`^${version}\\.`));
  });

  test("the command helps, and says nothing else", async () => {
    const { code, out, err } = await inProject([COMMAND, "--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("check [options] [endpoint]");
  });

  test("the command checks the reference server in it", async () => {
    const folder = reportIn("good");
    const { code, out } = await inProject([COMMAND, "check", "--only", RULE, "--report", folder]);
    expect(out).toMatch(/^pass {2}1 rule: 1 passed/m);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, "index.html"), "utf8")).toContain("<style>");
  });

  test("the command takes a configuration in TypeScript, and notices a violation", async () => {
    const args = [join("..", COMMAND), "check", "--report", reportIn("bad")];
    const { code, out } = await inProject(args, { SERVER: bad.endpoint }, "configured");
    expect(out).toContain(`✕ ${RULE}`);
    expect(code).toBe(1);
  });

  // The tests below do not depend on the version of Node.
  if (version !== NODES[0]) return;

  test("the command names files that are there, and pages once they were written", async () => {
    const { out } = await inProject([COMMAND, "rules", RULE]);
    const named = [...out.matchAll(/(\S+\.(?:js|json))\b/g)].map(([, path = ""]) => path);
    expect(named).toHaveLength(3);
    for (const path of named) {
      expect(existsSync(join(installed.folder, PACKAGE, path)), path).toBe(true);
    }
    expect(out).not.toContain("Page");
    const folder = mkdtempSync(join(installed.folder, "node_modules/.docs-"));
    const inFolder = (args: string[]) => run([node, join("../..", COMMAND), ...args], { cwd: folder });
    expect(await inFolder(["docs"])).toEqual({ code: 0, out: "sync2-docs/index.html\n", err: "" });
    expect((await inFolder(["rules", RULE])).out).toContain(PAGE);
    expect(existsSync(join(folder, PAGE))).toBe(true);
  });

  test("the library checks, prints nothing and writes nothing", async () => {
    const before = namesIn(installed.folder);
    const { code, out, err } = await inProject(["library.mjs", bad.endpoint]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toEqual({
      verdict: "fail",
      outcomes: ["violated"],
      told: [RULE],
      same: true,
      sentence: expect.stringContaining("MUST answer 201"),
      openapi: expect.stringMatching(/^3\.1\./),
      nothing: "UsageError",
      dead: "Unusable",
    });
    expect(namesIn(installed.folder)).toEqual(before);
  });

  test("somebody's vitest runs the suite", async () => {
    const args = ["node_modules/vitest/vitest.mjs", "run", "--root", "tests", "--reporter=json"];
    const { code, out } = await inProject(args, SERVERS);
    const [{ assertionResults }] = JSON.parse(out).testResults;
    const found = (assertionResults as { fullName: string; status: string; failureMessages: string[] }[]).map(
      ({ fullName, status, failureMessages }) => [fullName, status, failureMessages.join().split("\n", 4)],
    );
    expect(found).toEqual([
      [`good record ${RULE}`, "passed", [""]],
      ["good quota quota.full", "skipped", [""]],
      [
        `bad record ${RULE}`,
        "failed",
        expect.arrayContaining([expect.stringMatching(/^ {2}expected .* 201$/)]),
      ],
      [`none record ${RULE}`, "skipped", [""]],
    ]);
    expect(code).toBe(1);
  });
});

test("npx finds the command", async () => {
  const { folder } = installed;
  const report = mkdtempSync(join(folder, "node_modules/.npx-"));
  const { code, out } = await run(["npx", "sync2", "check", "--only", "record", "--report", report], {
    cwd: folder,
  });
  expect(out).toMatch(/^pass {2}/m);
  expect(code).toBe(0);
});

test.for([
  ["good", 0],
  // All its tests are skipped, as the set-up failed: that is no success.
  ["none", 1],
] as const)("somebody's vitest, narrowed to %s, ends with %s", async ([name, expected]) => {
  const args = ["vitest", "run", "--root", "tests", "-t", name];
  expect(await run(["npx", ...args], { cwd: installed.folder, env: SERVERS })).toHaveProperty(
    "code",
    expected,
  );
});

test.for(["nodenext", "bundler"])("the types stand the strictest of compilers (%s)", async (resolution) => {
  const options = `--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck false --types node --target es2023
    --resolveJsonModule --moduleResolution ${resolution} --module ${resolution === "bundler" ? "esnext" : resolution}`;
  const args = [...options.split(/\s+/), "types.mts", "tests/conformance.ts"];
  const { code, out } = await run(["npx", "tsc", ...args], { cwd: installed.folder });
  expect({ code, out }).toEqual({ code: 0, out: "" });
});

test.for([
  ["publint", "--strict"],
  ["attw", "--profile", "esm-only", "--no-emoji"],
])("%s finds nothing wrong with the package", async ([tool = "", ...flags]) => {
  const { code, out } = await run([join(ROOT, "node_modules/.bin", tool), installed.tarball, ...flags]);
  expect(code, out).toBe(0);
});

test("the package holds what is needed and no more", () => {
  const { files, size } = installed;
  expect(size).toBeLessThan(MOST_OCTETS);
  expect(files.filter((path) => /(?<!\.d)\.ts$|\/test\/|\/disguises\/|\.map$/.test(path))).toEqual([]);
  const wanted = ["README.md", "LICENSE", "generated/openapi.json", "generated/package/docs.json.br"];
  expect(files).toEqual(expect.arrayContaining(wanted));
});

describe("installed into an empty project", () => {
  let bare: EmptyProject;
  beforeAll(async () => {
    bare = await installInEmptyProject(installed.tarball);
  });
  afterAll(() => bare?.remove());
  const command = (...args: string[]) => run([process.execPath, COMMAND, ...args], { cwd: bare.folder });

  test("it takes little room, and runs no script", async () => {
    const { out } = await run(["du", "-sm", "node_modules"], { cwd: bare.folder });
    expect(Number.parseInt(out, 10)).toBeLessThan(MOST_INSTALLED);
    const { packages } = JSON.parse(readFileSync(join(bare.folder, "package-lock.json"), "utf8"));
    const all = Object.entries(packages as Record<string, { hasInstallScript?: boolean }>);
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter(([, each]) => each.hasInstallScript)).toEqual([]);
  });

  test("without its SQLite it checks somebody's server, and says in a sentence why it starts none of its own", async () => {
    for (const name of ["libsql", "@libsql"]) {
      rmSync(join(bare.folder, "node_modules", name), { recursive: true, force: true });
    }
    for (const args of [["--help"], ["rules", RULE], ["report", "--help"], ["compare", "--help"]]) {
      expect((await command(...args)).out + (await command(...args)).err, args.join(" ")).not.toMatch(
        /SQLite|libsql/i,
      );
    }
    const checked = await run([process.execPath, COMMAND, "check", good.endpoint, "--only", RULE], {
      cwd: bare.folder,
      env: { SYNC2_TOKEN: "reference-{account}" },
    });
    expect(checked).toMatchObject({ code: 0, out: expect.stringMatching(/^pass {2}1 rule: 1 passed/m) });
    // On the thread of the command, on one of its own, and as a server.
    for (const args of [["check", "--only", RULE], ["check"], ["serve", "--port", "0"]]) {
      const { code, err } = await command(...args);
      expect({ code, err }).toEqual({
        code: 3,
        err: expect.stringMatching(
          /^sync2: .*embedded reference server needs SQLite, .*check <endpoint>"\.\n$/,
        ),
      });
    }
  });
});
