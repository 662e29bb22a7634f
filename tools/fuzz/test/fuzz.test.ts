import { describe, expect, test } from "vitest";
import { grown, tried } from "../laws.ts";
import { PARSERS, type Parser } from "../parsers.ts";
import { fuzz, noFigures } from "../run.ts";
import { CANARY, MARKUP } from "../texts.ts";

/** Pages and pumped texts take their time: `npm run fuzz` has it. */
const FEW: Record<string, number> = { reports: 2, recordings: 20, configurations: 12 };

test.each(PARSERS)("$name", async (parser) => {
  const figures = noFigures(parser);
  const inputs = FEW[parser.name] ?? 60;
  await fuzz(parser, figures, 7, { inputs, pumps: parser.name === "reports" ? 0 : 1 });
  expect(figures).toMatchObject({ failure: null, inputs });
});

/** Does nothing so many times. */
function idle(times: number): number {
  let sum = 0;
  for (let index = 0; index < times; index++) sum = (sum + index) | 0;
  return sum;
}

describe("a law that is broken is seen", () => {
  const parser = (parse: (input: string) => object, hidesSecrets = true) =>
    ({ name: "x", inputs: undefined, parse, pump: null, hidesSecrets }) as never as Parser;

  test.each<[string, (input: string) => object, RegExp]>([
    ["an error that is no refusal", (input) => JSON.parse(input), /JSON/],
    ["a secret", () => ({ kept: `x ${CANARY}` }), /a secret is shown/],
    ["a control character", () => ({ plain: "a\u001b[31m" }), /is hidden/],
    ["a mark of direction", () => ({ html: "a\u202eb" }), /is hidden in the page/],
    ["markup", () => ({ html: `<p>${MARKUP}` }), /markup is left/],
  ])("%s", async (_, parse, message) => {
    await expect(tried(parser(parse), "{")).rejects.toThrow(message);
  });

  test("a time that grows faster than the text", async () => {
    const square = { ...parser(() => ({})), pump: ({ length }: string) => idle(length ** 3 / 330_000) };
    await expect(grown(square, { head: "", unit: "a", tail: "" })).rejects.toThrow(
      /grows faster than the text/,
    );
  });
});
