import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { spellingFlaws } from "../spelling-flaws.ts";

const REPOSITORY = join(import.meta.dirname, "../../..");
const root = mkdtempSync(join(tmpdir(), "spelling-"));
afterAll(() => rmSync(root, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

test("misspelt words are found in prose, comments and texts, not in names, code and tests", async () => {
  for (const file of ["cspell.config.yaml", "tools/prose/words.txt", "tools/prose/code-words.txt"]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    copyFileSync(join(REPOSITORY, file), join(root, file));
  }
  put("README.md", "A recrod, of `recrod` and sortindex,\nits behavior.\n");
  put("spec/openapi.yaml", "description: The adress.\n");
  put("conformance/a.ts", "/** The adress of `recrod`. */\nconst recrod = 'It faild.'; // misspelld\n");
  put("conformance/test/a.test.ts", "// misspelld\n");
  put("conformance/b.ts", "// Begins anew.\n");
  put("generated/a.md", "misspelld\n");
  const flaws = await spellingFlaws(root);
  expect(
    flaws.map(({ file, line, message }) => `${file}:${line} ${message.split(" ")[0]}`).toSorted(),
  ).toEqual([
    'README.md:1 "recrod"',
    'README.md:2 "behavior"',
    'conformance/a.ts:1 "adress"',
    'conformance/a.ts:2 "faild"',
    'conformance/a.ts:2 "misspelld"',
    'conformance/b.ts:1 "anew":',
    'spec/openapi.yaml:1 "adress"',
  ]);
});

test("a folder in which there is nothing to check is an error", async () => {
  await expect(spellingFlaws(join(root, "conformance"))).rejects.toThrow("cspell");
});
