import { describe, expect, test } from "vitest";
import { checkPatterns } from "../check-patterns.ts";
import { whyNotLinear } from "../prove-linear-time.ts";

describe("is proved to take linear time", () => {
  test.each([/^(?:a|b)*c$/, /a+b/y, /"(?:[^"\\]|\\.)*"/y, /\s\S/])("%s", async (pattern) => {
    expect(await whyNotLinear(pattern)).toBeNull();
  });
});

describe("is not proved to take linear time", () => {
  test.each<[string, string, RegExp]>([
    ["^(?:,[ \t]*)*(?:[ \t]*,)*$", "", /exponential|polynomial/],
    ["^(?:a|a)*$", "", /exponential/],
    ["\\s*\\n", "", /2nd degree polynomial/],
    ['"[^\\\\]*(?:\\\\.[^\\\\]*)*"', "g", /polynomial/],
    ["^(.*)\\1$", "", /unsupported/],
  ])("/%s/%s", async (source, flags, reason) => {
    expect(await whyNotLinear({ source, flags })).toMatch(reason);
  });
});

test("every pattern of the suite is proved to take linear time", async () => {
  const output: string[] = [];
  const print = (line: string) => void output.push(line);
  expect({ code: await checkPatterns({ log: print, error: print }), output }).toEqual({
    code: 0,
    output: [expect.stringMatching(/^[1-9]\d\d patterns, 0 of them/)],
  });
});
