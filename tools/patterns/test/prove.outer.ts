import { describe, expect, test } from "vitest";
import { whyNotLinear } from "../prove.ts";
import { prove } from "../report.ts";

/** A second for the first proof, and some more on a busy machine. */

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

test("every pattern of the suite is", async () => {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  expect({ code: await prove({ log: say, error: say }), said }).toEqual({
    code: 0,
    said: [expect.stringMatching(/^[1-9]\d\d patterns, 0 of them/)],
  });
});
