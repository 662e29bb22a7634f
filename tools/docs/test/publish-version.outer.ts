import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { publish } from "../publish/publish-version.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sync2-publish-"));
  mkdirSync(join(folder, "site"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const site = (path: string) => readFileSync(join(folder, "site", path), "utf8");

/** Publishes a build whose first page says what it is. */
async function release(as: string, says = `this is ${as}`): Promise<void> {
  const docs = join(folder, "docs");
  rmSync(docs, { recursive: true, force: true });
  mkdirSync(docs);
  writeFileSync(join(docs, "index.html"), says);
  await publish(join(folder, "site"), docs, as);
}

test("what is not released is at next, and replaced each time", async () => {
  await release("next", "first");
  await release("next", "second");
  expect(site("next/index.html")).toBe("second");
  expect(site("index.html")).toContain('url=next/"');
});

test("every release keeps its path, and the newest one is at latest too", async () => {
  await release("0.9.0");
  await release("0.10.0");
  await release("0.9.1");
  await release("1.0.0-rc.1");
  await release("next");
  for (const as of ["0.9.0", "0.10.0", "0.9.1", "1.0.0-rc.1"])
    expect(site(`${as}/index.html`)).toBe(`this is ${as}`);
  expect(site("latest/index.html")).toBe("this is 0.10.0");
  expect(site("index.html")).toContain('url=latest/"');
  expect(JSON.parse(site("versions.json"))).toEqual({
    releases: ["0.10.0", "0.9.1", "0.9.0", "1.0.0-rc.1"],
    newest: "0.10.0",
  });
});

test("a release is never written again", async () => {
  await release("0.1.0");
  await expect(release("0.1.0", "another one")).rejects.toThrow("0.1.0 is published already");
  expect(site("0.1.0/index.html")).toBe("this is 0.1.0");
});

test("what is no version, and a folder without a build, are refused", async () => {
  await expect(release("v1")).rejects.toThrow('"v1" is neither a version');
  await expect(release("../1.0.0")).rejects.toThrow("neither a version");
  await expect(publish(join(folder, "site"), join(folder, "nothing"), "next")).rejects.toThrow(
    "Build the documentation first",
  );
});
