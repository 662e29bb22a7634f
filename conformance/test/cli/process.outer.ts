import { once } from "node:events";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ended, folder, hasTrace, start, useFolder } from "../support/command.ts";

useFolder();

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

test("a reader that goes away early is no error", async () => {
  const child = start(["rules"]);
  child.stdout?.destroy();
  const [err] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), once(child, "close")]);
  expect({ code: child.exitCode, err }).toEqual({ code: 0, err: "" });
});

test("a report that cannot be written any more is said beside the verdict", async () => {
  const child = start(["check", "--only", "path.unknown", "--report", "lost"]);
  const run = ended(child);
  await once(child.stderr as NodeJS.ReadableStream, "data");
  rmSync(join(folder, "lost"), { recursive: true });
  writeFileSync(join(folder, "lost"), "");
  const { code, out, err } = await run;
  expect(out).toMatch(/pass +1 rule/);
  expect(err).toMatch(/the report cannot be written to lost/);
  expect({ code, trace: hasTrace(err), named: out.includes("Report:") }).toEqual({
    code: 4,
    trace: false,
    named: false,
  });
});

test("the project may lie in a folder whose name is a pattern", async () => {
  const copy = join(folder, "b[1] (x)");
  mkdirSync(copy);
  for (const part of ["package.json", "generated", "conformance"]) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const { code, out } = await ended(
    start(["check", "--only", "path.unknown"], {}, join(copy, "conformance/cli/sync2.js")),
  );
  expect(out).toMatch(/pass +1 rule: 1 passed/);
  expect(code).toBe(0);
});
