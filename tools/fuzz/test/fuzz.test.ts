import { describe, expect, test } from "vitest";
import { CANARY, MARKUP } from "../arbitraries.ts";
import { fuzz, noFigures } from "../fuzz-parser.ts";
import { checkInvariants, checkLinearTime } from "../invariants.ts";
import { PARSERS, type Parser } from "../parsers.ts";

/** Pages take their time, and how it grows is measured where nothing else is at work: `npm run fuzz`. */
const FEW: Record<string, number> = { reports: 2, recordings: 20, configurations: 12 };

test.each(PARSERS)("$name", async (parser) => {
  const figures = noFigures(parser);
  const inputs = FEW[parser.name] ?? 60;
  await fuzz(parser, figures, 7, { inputs, pumps: 0 });
  expect(figures).toMatchObject({ failure: null, inputs });
});

describe("a broken invariant is noticed", () => {
  const parser = (parse: (input: string) => object, hidesSecrets = true) =>
    ({ name: "x", inputs: undefined, parse, pump: null, hidesSecrets }) as never as Parser;

  test.each<[string, (input: string) => object, RegExp]>([
    ["an error that is no refusal", (input) => JSON.parse(input), /JSON/],
    ["a secret", () => ({ kept: `x ${CANARY}` }), /a secret is shown/],
    ["a control character", () => ({ plain: "a\u001b[31m" }), /is hidden/],
    ["a mark of direction", () => ({ html: "a\u202eb" }), /is hidden in the page/],
    ["markup", () => ({ html: `<p>${MARKUP}` }), /markup is left/],
  ])("%s", async (_, parse, message) => {
    await expect(checkInvariants(parser(parse), "{")).rejects.toThrow(message);
  });

  test("a time that grows faster than the text", async () => {
    const by = { head: "", unit: "a", tail: "" };
    const taking =
      (power: number) =>
      async (_: unknown, { length }: string) =>
        length ** power / 10 ** (4 * power - 2);
    const anything = { pump: () => {} };
    await expect(checkLinearTime(anything, by, taking(2))).rejects.toThrow(
      "16 ms for 4000 characters, 1024 ms for 32000",
    );
    expect(await checkLinearTime(anything, by, taking(1))).toBeUndefined();
    // A parser without a text has no time to measure.
    expect(await checkLinearTime({ pump: null }, by, taking(9))).toBeUndefined();
  });
});
