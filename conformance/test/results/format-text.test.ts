import { expect, test } from "vitest";
import { bodyText, requestTarget } from "../../results/format-exchange.ts";
import { duration, shorten, size, visible, wrap } from "../../results/format-text.ts";
import { groupByArea } from "../../results/group-results.ts";
import { HOSTILE, sampleResults } from "../support/sample-report.ts";

test("control and format characters are spelt out", () => {
  expect(visible(HOSTILE.terminal)).toBe(
    "\\x1b]0;owned\\x07\\x1b[31mred\\x1b[2J\\x9b1m\\rpass\\u{202e}kcab\\x00",
  );
  expect(visible("a\tb\nc\uD800\u2028")).toBe("a\tb\\nc\\u{d800}\\u{2028}");
  expect(visible("a\r\nb", { lines: true })).toBe("a\\r\nb");
  expect(visible("é 😀 <&>")).toBe("é 😀 <&>");
});

test("text is cut between characters and broken between words", () => {
  expect(shorten("😀😀😀", 2)).toBe("😀…");
  expect(shorten("abc", 3)).toBe("abc");
  expect(wrap("aa bb cc\ndddddd e", 5)).toEqual(["aa bb", "cc", "dddddd", "e"]);
});

test("figures are said as a person says them", () => {
  expect([999, 6240, 59_949, 59_950, 125_000].map(duration)).toEqual([
    "999 ms",
    "6.2 s",
    "59.9 s",
    "1 min 0 s",
    "2 min 5 s",
  ]);
  expect([0, 1, 1023, 1024, 1_572_864].map(size)).toEqual([
    "0 bytes",
    "1 byte",
    "1023 bytes",
    "1.0 KiB",
    "1.5 MiB",
  ]);
});

test("a request target keeps the dot segments and slashes under test", () => {
  expect(requestTarget("http://a:1/x/../%2e//y?q=//z")).toBe("/x/../%2e//y?q=//z");
  expect(requestTarget("http://a:1")).toBe("/");
});

test("a body that is kept in part says so", () => {
  expect(bodyText({ text: "abc", encoding: "base64", bytes: 5000, truncated: true })).toBe(
    "abc\n[base64; cut, 4.9 KiB in all]",
  );
});

test("areas stand in order of appearance", () => {
  expect(groupByArea(sampleResults()).map(({ name }) => name)).toEqual([
    "info",
    "record",
    "session",
    "maintenance",
  ]);
});
