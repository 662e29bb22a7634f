import { expect, test } from "vitest";
import { pictureOf } from "../svg.ts";
import { piecesOf } from "../terminal.ts";

const ESC = String.fromCharCode(27);
const sgr = (...codes: number[]) => `${ESC}[${codes.join(";")}m`;

test("the looks of a terminal become pieces, and last over the end of a line", () => {
  const output = `a${sgr(1)}b${sgr(31)}c${sgr(22)}d\ne${sgr(39)}f${sgr(2, 32)}g${sgr(0)}h`;
  expect(piecesOf(output).map((line) => line.map(({ text, looks }) => `${text}:${looks.join("+")}`))).toEqual(
    [
      ["a:", "b:bold", "c:bold+red", "d:red"],
      ["e:red", "f:", "g:dim+green", "h:"],
    ],
  );
});

test("a sequence that is not known is an error rather than lost", () => {
  expect(() => piecesOf(`${sgr(5)}blinks`)).toThrow("the sequence 5");
});

test("the picture is named and described, escapes what is printed and cuts long lines", async () => {
  const picture = await pictureOf(`<b> ${"x".repeat(200)}`, "A title & more", "What it shows");
  expect(picture).toContain('<title id="title">A title &amp; more</title>');
  expect(picture).toContain('<desc id="description">What it shows</desc>');
  expect(picture).toContain(`&lt;b&gt; ${"x".repeat(107)}…<`);
  expect(picture).not.toContain("x".repeat(108));
});
