import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { rules } from "../../../generated/rules.ts";
import { adaptConfiguration } from "../fronts/adapt-configuration.ts";
import { FRONTS } from "../fronts/front-commands.ts";
import { type FrontName, LANGUAGES, readChapter, sectionOf } from "../fronts/reverse-proxy-chapter.ts";
import { startFront } from "../fronts/start-front.ts";

const NAMES = Object.keys(LANGUAGES) as FrontName[];
const CERTIFICATE = { crt: "/tmp/c.crt", key: "/tmp/c.key", pem: "/tmp/c.pem" };
const temporary = mkdtempSync(join(tmpdir(), "fronts-"));
afterAll(() => rmSync(temporary, { recursive: true }));

describe("the chapter", () => {
  const chapter = readChapter();

  test.each(NAMES)("has a configuration for %s, and says what it keeps", (name) => {
    const { configuration, cannotKeep } = sectionOf(chapter, name);
    expect(configuration).toMatch(/\b8000\b/);
    expect(cannotKeep.filter((rule) => !Object.hasOwn(rules, rule))).toEqual([]);
  });

  test.each(FRONTS)("has one for $name that a test can run", ({ name }) => {
    const { configuration } = sectionOf(chapter, name);
    const adapted = adaptConfiguration(configuration, {
      port: 18443,
      backend: 18000,
      certificate: CERTIFICATE,
    });
    expect(adapted).toContain("127.0.0.1:18443");
    expect(adapted).toContain("127.0.0.1:18000");
    expect(adapted).not.toMatch(/\b443\b|:8000\b|\/etc\/ssl/);
  });
});

describe("a section", () => {
  const block = "```nginx\nlisten 443;\n```\n";
  const keeps = "\nIt keeps every rule.\n";

  test("gives its first block in the language, and the rules that are lost", () => {
    const text = `# T\n\n## nginx\n\n\`\`\`sh\nls\n\`\`\`\n\n${block}\nIt cannot keep [\`a.b\`](rule:a.b) nor [\`c\`](rule:c).\n\nMore.\n`;
    expect(sectionOf(text, "nginx")).toEqual({ configuration: "listen 443;\n", cannotKeep: ["a.b", "c"] });
  });

  test.each([
    ["is missing", `## Apache\n\n${block}${keeps}`, 'no section "nginx"'],
    ["has no block", `## nginx\n${keeps}`, "no block in nginx"],
    ["does not say what is kept", `## nginx\n\n${block}`, "which ones it cannot keep"],
    [
      "says both",
      `## nginx\n\n${block}${keeps}\nIt cannot keep [\`a\`](rule:a).\n`,
      "which ones it cannot keep",
    ],
  ])("that %s is an error", (_, text, message) => {
    expect(() => sectionOf(text, "nginx")).toThrow(message);
  });
});

test("a configuration with other ports or files is an error, and no test of something else", () => {
  const whole = "listen 443 ssl; proxy_pass 127.0.0.1:8000; cert /etc/ssl/sync.crt;";
  const put = { port: 1, backend: 2, certificate: CERTIFICATE };
  expect(adaptConfiguration(whole, put)).toBe(
    "listen 127.0.0.1:1 ssl; proxy_pass 127.0.0.1:2; cert /tmp/c.crt;",
  );
  for (const part of ["listen 443", "127.0.0.1:8000", "/etc/ssl/sync.crt"]) {
    expect(() => adaptConfiguration(whole.replace(part, "x"), put)).toThrow("does not name");
  }
});

test("a front that is not installed fails the test, and says what to do", async () => {
  const front = {
    ...FRONTS[0],
    name: "nginx",
    command: "no-such-front",
    mainConfiguration: null,
    args: () => [],
  } as const;
  const { configuration } = sectionOf(readChapter(), "nginx");
  const options = { configuration, folder: temporary, backend: 1, certificate: CERTIFICATE };
  await expect(startFront(front, options)).rejects.toThrow(
    "nginx cannot be run: install no-such-front, as .ci/run does",
  );
});
