import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { linkFlaws } from "../link-flaws.ts";

const root = mkdtempSync(join(tmpdir(), "prose-"));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, "tools"));
writeFileSync(join(root, "README.md"), "# Top\n\n## Check your server\n");

function flaws(line: string): { line: number; message: string }[] {
  writeFileSync(join(root, "tools/page.md"), `# Page\n\n${line}\n`);
  return linkFlaws(root, ["README.md", "tools/page.md"]).map((flaw) => ({
    line: flaw.line,
    message: flaw.message,
  }));
}

test.each([
  "[top](../README.md)",
  "[part](../README.md#check-your-server)",
  "[here](#page)",
  "[folder](../tools)",
  "[spec](https://spec.openapis.org/arazzo/v1.0.1.html)",
])("%s leads somewhere", (link) => {
  expect(flaws(link)).toEqual([]);
});

test.each([
  ["[gone](gone.md)", "The link gone.md is dead: there is no tools/gone.md."],
  ["[part](../README.md#gone)", "The link ../README.md#gone is dead: README.md has no such heading."],
  ["[here](#gone)", "The link #gone is dead: tools/page.md has no such heading."],
  ["[out](../../x.md)", "The link ../../x.md leads out of the repository."],
  ["[host](https://x.example/)", "leads to x.example, which is not in tools/docs/links/allowed-hosts.ts."],
])("%s does not", (link, message) => {
  expect(flaws(link)).toEqual([{ line: 3, message: expect.stringContaining(message) }]);
});
