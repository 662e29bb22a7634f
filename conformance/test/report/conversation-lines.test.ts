import pc from "picocolors";
import { expect, test } from "vitest";
import { conversationLines } from "../../report/terminal/conversation-lines.ts";
import type { Exchange, Part } from "../../results/report-model.ts";
import { asRule, body, exchange, HOSTILE } from "../support/sample-report.ts";

const RULE = "record.sample.talk";
const part = (
  attempt: number,
  phase: Part["phase"] = "check",
  partition: Part["partition"] = "storage",
): Part => ({
  partition,
  attempt,
  phase,
});

/** Exchanges of an attempt. */
function talk(count: number, from: number, of: Part): Exchange[] {
  return Array.from({ length: count }, (_, index) => ({
    ...exchange(`${RULE}#${from + index}`, "GET", `storage/c/${from + index}`, 200),
    part: of,
  }));
}

const lines = (exchanges: Exchange[], { all = false, shows = null as string | null } = {}) =>
  conversationLines(exchanges, { colors: pc.createColors(false), all, shows }).join("\n");
const ids = (text: string) => [...text.matchAll(/#(\d+)/g)].map(([, id]) => Number(id));

test("every exchange stands there whole, in its attempt, set-up and clean-up marked", () => {
  const [put] = talk(1, 2, part(1));
  if (!put) throw new Error("no exchange");
  put.request.body = body('{"payload":"x"}');
  put.findings.push({ rule: asRule("header.sample.there"), expected: "X-A", got: "no X-A" });
  const text = lines(
    [...talk(1, 1, part(1, "set-up")), put, ...talk(1, 3, part(1, "clean-up")), ...talk(1, 4, part(2))],
    {
      shows: `${RULE}#2`,
    },
  );
  expect(text.split("\n\n")).toEqual([
    "attempt 1",
    expect.stringMatching(/^ {2}record\.sample\.talk#1 {2}set-up {2}4 ms\n/),
    [
      "  record.sample.talk#2  4 ms  ← shows the violation",
      "  > GET /user/1/storage/c/2",
      "  > host: 127.0.0.1:8000",
      "  > authorization: Bearer [redacted]",
      "  > X-If-Unmodified-Since-Version: 12",
      "  >",
      '  > {"payload":"x"}',
      "  < 200 OK",
      "  < X-Weave-Timestamp: 1748779200",
      "  <",
      '  < {"status":200}',
      "  ! header.sample.there: expected X-A; got no X-A",
    ].join("\n"),
    expect.stringMatching(/^ {2}record\.sample\.talk#3 {2}clean-up {2}4 ms\n/),
    "attempt 2",
    expect.stringMatching(/^ {2}record\.sample\.talk#4 {2}4 ms\n[\s\S]*\n$/),
  ]);
});

test("attempts are told by partition where there are two", () => {
  const text = lines([...talk(1, 1, part(1, "check", "control")), ...talk(1, 2, part(1))]);
  expect(text.match(/^attempt.*/gm)).toEqual(["attempt 1 for /control", "attempt 1 for /storage"]);
});

test("of a long attempt the last ones are shown, and the one that shows the violation", () => {
  const exchanges = [...talk(120, 1, part(1)), ...talk(10, 121, part(2))];
  const text = lines(exchanges, { shows: `${RULE}#7` });
  expect(ids(text)).toEqual([7, ...Array.from({ length: 60 }, (_, index) => 71 + index)]);
  expect(text.match(/\d+ exchanges? left out: --all shows them/g)).toEqual([
    "6 exchanges left out: --all shows them",
    "63 exchanges left out: --all shows them",
  ]);
  expect(ids(lines(exchanges, { all: true }))).toEqual(Array.from({ length: 130 }, (_, index) => index + 1));
});

test("what a server sent reaches no terminal as it is, and cuts are told", () => {
  const [odd] = talk(1, 1, part(1));
  if (!odd?.response) throw new Error("no exchange");
  odd.response.headers = [
    ["X-Odd", HOSTILE.terminal],
    ["X-Long", "x".repeat(5000)],
  ];
  odd.response.body = { ...body(HOSTILE.terminal), bytes: 9000, truncated: true };
  const text = lines([odd, { ...odd, id: `${RULE}#2`, response: null, error: HOSTILE.terminal }]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  expect(text).toContain("\n  < [cut, 8.8 KiB in all]");
  expect(text).toMatch(/< X-Long: x+…\n/);
  expect(text).toContain("\n  < no response: \\x1b");
});
