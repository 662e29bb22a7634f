import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { markdownFiles } from "../../prose/read-texts.ts";
import { codeIn } from "../prose/code-in-markdown.ts";
import { exampleProblems } from "../prose/example-problems.ts";

const ROOT = join(import.meta.dirname, "../../..");
const FILES = markdownFiles(ROOT).filter((file) => !file.startsWith("spec/guide/"));
const texts = FILES.map((file) => ({ file, source: readFileSync(join(ROOT, file), "utf8") }));

const block = (language: string, ...lines: string[]) => `\`\`\`${language}\n${lines.join("\n")}\n\`\`\`\n`;

/** An example that is right, and what to replace in it for it to be wrong in one thing. */
const EXAMPLES: { source: string; from: string; to: string; problem: string }[] = [
  ...[
    {
      from: "--only record",
      to: "--onyl record",
      problem: ":2: npx sync2-protocol check --onyl record: error: unknown option",
    },
    { from: "--only record", to: "--only recrod", problem: "no rule has this id or area" },
    { from: "--only record", to: "--level HIGH", problem: "is invalid" },
    { from: "sync2-protocol check", to: "sync2-protocol chekc", problem: "unknown command" },
    { from: "--only record", to: "a b", problem: "too many arguments" },
  ].map((change) => ({
    source: block("sh", "npx sync2-protocol check --only record   # narrowed"),
    ...change,
  })),
  ...[
    {
      from: "sync2-protocol rules",
      to: "sync2-protocol rule",
      problem: ":3: SYNC2_TOKEN='a b' npx sync2-protocol rule record.created: error: unknown command",
    },
    { from: "record.created", to: "record.craeted", problem: "no rule has this id" },
    { from: "run faults", to: "run fautls", problem: "there is no script fautls" },
    { from: "npm ci", to: "npm sci", problem: "npm has no sci" },
    { from: "tools/faults", to: "tools/fault", problem: "there is no file tools/fault/main.ts" },
    { from: "npx tsx", to: "npx ttsx", problem: "unknown program ttsx" },
    { from: "npx tsx", to: "rm", problem: "unknown program rm" },
  ].map((change) => ({
    source: block(
      "sh",
      "npm ci && npm run faults -- record",
      "SYNC2_TOKEN='a b' npx sync2-protocol rules record.created",
      "npx tsx tools/faults/main.ts \\",
      "  'an argument' &",
    ),
    ...change,
  })),
  {
    source: "Then `npx sync2-protocol replay <report.json> record.created`.\n",
    from: "replay",
    to: "reply",
    problem: ":1: npx sync2-protocol reply <report.json> record.created: error: unknown command",
  },
  { source: "`npm run faults [area or rule …]`\n", from: "faults", to: "fault", problem: "no script fault" },
  ...[
    {
      from: "token:",
      to: "tokne:",
      problem: ":2: the configuration must NOT have additional properties",
    },
    { from: "[record]", to: "record", problem: "the configuration/only must be array" },
    { from: "[record]", to: "[record", problem: "the example is not YAML" },
  ].map((change) => ({ source: block("yaml", "token: secret", "only: [record]"), ...change })),
  ...[
    { from: "level: MUST", to: "level: HAS TO", problem: "is not one of MUST" },
    { from: "id: a.b", to: "id: a", problem: "is no rule id" },
    { from: "text:", to: "txt:", problem: 'A rule has no field "txt"' },
  ].map((change) => ({
    source: block("yaml", "x-rules:", "  - id: a.b", "    level: MUST", "    text: It MUST."),
    ...change,
  })),
  {
    source: block("yaml", "on: push", "jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: ls }] } }"),
    from: "runs-on",
    to: "run-on",
    problem: ":2: the workflow",
  },
  ...[
    { from: '"record"', to: "1", problem: ":3: Type 'number' is not assignable to type 'string'" },
    {
      from: "{ check }",
      to: "{ chekc }",
      problem: ":2: '\"sync2-protocol\"' has no exported member",
    },
    { from: ".verdict", to: ".veridct", problem: ":4: Property 'veridct' does not exist" },
  ].map((change) => ({
    source: block(
      "ts",
      'import { check } from "sync2-protocol";',
      'const report = await check({ reference: true, only: ["record"] });',
      "console.log(report.verdict);",
    ),
    ...change,
  })),
  { source: block("json", "{}"), from: "{}", to: "{", problem: ":2: the example is not JSON" },
  {
    source: block("http", "GET /info/quota HTTP/1.1"),
    from: "quota",
    to: "quotas",
    problem: "has no GET /info/quotas",
  },
  {
    source: block("text", "anything"),
    from: "```text",
    to: "```toml",
    problem: "nothing checks examples in toml",
  },
];

const right = EXAMPLES.map(({ source }, index) => ({ file: `right-${index}.md`, source }));
const wrong = EXAMPLES.map(({ source, from, to }, index) => ({
  file: `wrong-${index}.md`,
  source: source.replace(from, () => to),
}));

// All at once, since the compiler takes its time for each program.
let problems: string[];
beforeAll(() => {
  problems = exampleProblems([...texts, ...right, ...wrong]);
});

const problemsOf = (file: string) => problems.filter((problem) => problem.startsWith(`${file}:`));

describe("texts of the repository", () => {
  test.each(FILES)("%s has no example that is wrong", (file) => {
    expect(problemsOf(file)).toEqual([]);
  });

  test("have been read: there are examples of each kind", () => {
    const languages = new Set(texts.flatMap(({ source }) => codeIn(source).map(({ language }) => language)));
    expect([...languages]).toEqual(expect.arrayContaining(["sh", "yaml", "ts", null]));
  });
});

describe("checks", () => {
  test("find nothing wrong with examples that are right", () => {
    expect(right.flatMap(({ file }) => problemsOf(file))).toEqual([]);
  });

  test.each(EXAMPLES.map((example, index) => ({ ...example, index })))(
    "find that $problem",
    ({ source, from, problem, index }) => {
      expect(source).toContain(from);
      expect(problemsOf(`wrong-${index}.md`).join("\n")).toContain(problem);
    },
  );
});
