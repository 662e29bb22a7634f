import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../config/read-config.ts";
import { CANARY, folder, useFolder } from "../support/command.ts";

useFolder();

/** What is said of a configuration; nothing where it is taken. */
async function said(content: string | Uint8Array, name = "sync2.yaml"): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const message = await readConfig(file, { env: {} }).then(
    () => "",
    (error: Error) => error.message,
  );
  expect(message).not.toContain(CANARY);
  return message.replaceAll(`${folder}/`, "");
}

const COMMENT = "a comment, but JSON has no comments. Remove it, or rename the file to .yaml";

describe("a comment in JSON is named", () => {
  test.each<[string, string, string]>([
    ["of a line", `{\n  // ${CANARY}\n  "timeout": 3\n}`, "2:3"],
    ["of a block", '{ "timeout": 3 /* seconds */ }', "1:16"],
    ["before everything", '// a\n{ "timeout": 3 }', "1:1"],
    ["after a value", '{ "timeout": 3, // seconds\n }', "1:17"],
    ["after a URL", '{ "endpoint": "http://a.example/{account}", "token": "x" } // no', "1:60"],
  ])("%s", async (_, text, place) => {
    expect(await said(text, "sync2.json")).toContain(`sync2.json:${place}: ${COMMENT}`);
  });

  test.each([
    '{ "docs": "https://a.example/ // x /* y" }',
    '{ "docs": "http://a.example/\\\\" }',
    "timeout: 3 # s",
  ])("what is none: %s", async (text) => {
    expect(await said(text, "sync2.json")).toBe("");
  });

  test("in a time that is linear", async () => {
    expect(await said(`{ ${'"\\'.repeat(100_000)}`, "sync2.json")).toMatch(/not valid JSON/);
  });
});

describe("another encoding than UTF-8 is named", () => {
  const YAML = `timeout: 3\ntoken: ${CANARY}\n`;
  const utf16 = Buffer.from(YAML, "utf16le");
  const big = Buffer.from(utf16).swap16();
  test.each<[string, Uint8Array]>([
    ["with a mark", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ["with the other mark", Buffer.concat([Buffer.from([0xfe, 0xff]), big])],
    ["without a mark", utf16],
    ["without the other mark", big],
  ])("UTF-16 %s", async (_, octets) => {
    expect(await said(octets)).toBe("sync2.yaml: is in UTF-16. Write it in UTF-8.");
  });

  test("Latin-1", async () => {
    expect(await said(Buffer.from("report: café\n", "latin1"))).toMatch(
      /^sync2\.yaml: is not in UTF-8.*Latin-1/,
    );
  });

  test("but for a mark of UTF-8", async () => {
    expect(await said(`\uFEFFtimeout: 3\n`)).toBe("");
  });
});

test("a merge key is named", async () => {
  const text = "targets:\n  one: &base { endpoint: 'http://a.example/{account}' }\n  two:\n    <<: *base\n";
  expect(await said(text)).toContain(
    'sync2.yaml:4:5: at targets.two: "<<" merges maps only in YAML 1.1, and is not a key here. Write out',
  );
});
