import { expect, test } from "vitest";
import { parseTerminalOutput } from "../parse-terminal-output.ts";
import { terminalSvg } from "../terminal-svg.ts";

const ESC = String.fromCharCode(27);
const sgr = (...codes: number[]) => `${ESC}[${codes.join(";")}m`;

test("styles of a terminal are parsed, and last over the end of a line", () => {
  const output = `a${sgr(1)}b${sgr(31)}c${sgr(22)}d\ne${sgr(39)}f${sgr(2, 32)}g${sgr(0)}h`;
  expect(
    parseTerminalOutput(output).map((line) => line.map(({ text, styles }) => `${text}:${styles.join("+")}`)),
  ).toEqual([
    ["a:", "b:bold", "c:bold+red", "d:red"],
    ["e:red", "f:", "g:dim+green", "h:"],
  ]);
});

test("an unknown sequence is an error rather than lost", () => {
  expect(() => parseTerminalOutput(`${sgr(5)}blinks`)).toThrow("the unknown sequence 5");
});

test("the picture is named and described, escapes what is printed and cuts long lines", async () => {
  const svg = await terminalSvg(`<b> ${"x".repeat(200)}`, "A title & more", "What it shows");
  expect(svg).toContain('<title id="title">A title &amp; more</title>');
  expect(svg).toContain('<desc id="description">What it shows</desc>');
  expect(svg).toContain(`&lt;b&gt; ${"x".repeat(107)}…<`);
  expect(svg).not.toContain("x".repeat(108));
});
