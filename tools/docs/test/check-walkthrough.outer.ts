import { expect, test } from "vitest";
import type { Exchange } from "../../../conformance/results/report-model.ts";
import type { Assertion } from "../../../conformance/runner/assertion-log.ts";
import { type Step, stepsOf } from "../rules/check-steps.ts";
import { exampleNames } from "../rules/example-names.ts";
import { messageText } from "../rules/http-message-text.ts";
import { mergeRepetitions, type StepItem, stepCount } from "../rules/merge-repetitions.ts";

const ENDPOINT = "http://127.0.0.1:4711/2.0/{account}";

interface Made {
  account?: string;
  mount?: string;
  method?: string;
  path?: string;
  status?: number;
  headers?: [string, string][];
  body?: string;
  answer?: string;
  at?: [number, number];
}

let count = 0;

function exchange({
  account = "c1-7",
  mount = "",
  method = "GET",
  path = "/storage",
  ...more
}: Made = {}): Exchange {
  count += 1;
  const {
    status = 200,
    headers = [["Authorization", `Bearer [token of ${account}]`]],
    at = [count * 100, 5],
  } = more;
  const kept = (text: string | undefined) =>
    text === undefined ? null : { text, encoding: "utf8" as const, bytes: text.length, truncated: false };
  return {
    id: `a.b#${count}`,
    part: { partition: "storage", attempt: 1, phase: "check" },
    operation: path === "/sessions" ? "postSessions" : null,
    startedAt: at[0],
    durationMs: at[1],
    request: {
      method,
      url: `http://127.0.0.1:4711${mount}/2.0/${account}${path}`,
      headers,
      body: kept(more.body),
    },
    response: {
      status,
      headers: [
        ["Content-Type", "application/json"],
        ["date", "now"],
        ["x-weave-store", "s"],
      ],
      body: kept(more.answer),
    },
    error: null,
    findings: [],
  };
}

function steps(exchanges: Exchange[], notes: Record<string, Assertion[]> = {}): Step[] {
  return stepsOf(exchanges, notes, exampleNames(ENDPOINT, exchanges));
}

const rule = (text: string): Assertion => ({ by: "rule", text });

test("a step has what is out of the ordinary, and nothing else", () => {
  const told = steps([
    exchange({
      method: "PUT",
      path: "/storage/c/a",
      headers: [
        ["Authorization", "Bearer [token of c1-7]"],
        ["Content-Type", "application/json"],
        ["X-Weave-Client", "x"],
      ],
      body: "{}",
    }),
    exchange({ headers: [] }),
    exchange({ account: "c1-70" }),
    exchange({ headers: [["Authorization", "Bearer [token of c1-70]"]] }),
    exchange({ headers: [["Authorization", 'Hawk id="c1-7", ts="1", nonce="n", hash="h", mac="[mac]"']] }),
  ]);
  expect(told.map(({ method, path, details, body }) => [`${method} ${path}`, details, body])).toEqual([
    ["PUT /storage/c/a", ["X-Weave-Client: x"], "{}"],
    ["GET /storage", ["no Authorization"], null],
    ["GET /storage", ["on another account"], null],
    ["GET /storage", ["Authorization: Bearer [token of another account]"], null],
    ["GET /storage", ['Authorization: Hawk id="1001", hash="h"'], null],
  ]);
});

test("an account outside the scenario is told apart", () => {
  const told = steps([exchange({ account: "c1-1" }), exchange({ mount: "/quota", account: "c1-2" })]);
  expect(told.map(({ details }) => details)).toEqual([["on an account outside the scenario"], []]);
});

test("sessions and clients with random names are numbered", () => {
  const told = steps([
    exchange({ method: "POST", path: "/sessions", status: 201, answer: '{"id":"Zq9xYw"}' }),
    exchange({ path: "/sessions/Zq9xYw" }),
  ]);
  expect(told[1]?.path).toBe("/sessions/session-1");
  const client = (name: string) => exchange({ headers: [["X-Weave-Client", name]] });
  const named = steps([client("suite-0123456789abcdef01234567"), client("phone")]);
  expect(named.map(({ details }) => details[1])).toEqual([
    "X-Weave-Client: client-1",
    "X-Weave-Client: phone",
  ]);
});

test("requests that were under way together are told apart from those one after another", () => {
  const told = steps([
    exchange({ at: [1000, 5] }),
    exchange({ at: [1001, 6] }),
    exchange({ at: [1007, 2] }),
    exchange({ at: [1020, 1] }),
    exchange({ at: [1010, 20] }),
  ]);
  expect(told.map(({ beside }) => beside)).toEqual([false, true, false, false, true]);
});

const brief = (items: readonly StepItem[]): unknown[] =>
  items.map((item) => (item.kind === "step" ? item.step.path : [item.more.length + 1, ...brief(item.items)]));

test("steps of which the same is asked are told once", () => {
  const exchanges = ["/a", "/b", "/c", "/d"].map((path) => exchange({ path }));
  const notes = Object.fromEntries(
    exchanges.map(({ id }, index) => [id, [rule(`expects the version to be ${index}`)]]),
  );
  expect(brief(mergeRepetitions(steps(exchanges, notes)))).toEqual([[4, "/a"]]);
  const others = ["GET", "PUT", "DELETE"].map((method) => exchange({ method, path: `/${method}` }));
  expect(brief(mergeRepetitions(steps(others)))).toEqual(["/GET", "/PUT", "/DELETE"]);
});

test("a sequence that comes again is told once, with what comes again in it", () => {
  const exchanges = ["/a", "/b", "/c", "/d", "/e", "/f", "/g"].map((path) => exchange({ path }));
  const texts = ["x", "y", "y", "x", "y", "y", "z"];
  const notes = Object.fromEntries(exchanges.map(({ id }, index) => [id, [rule(`must ${texts[index]}`)]]));
  const items = mergeRepetitions(steps(exchanges, notes));
  expect(brief(items)).toEqual([[2, "/a", [2, "/b"]], "/g"]);
  expect(items.map(stepCount)).toEqual([6, 1]);
});

test("an exchange is shown as messages, without what is of the run", () => {
  const shown = exchange({
    method: "POST",
    path: "/storage/c?x=1",
    status: 200,
    headers: [
      ["Authorization", "Bearer [token of c1-7]"],
      ["Content-Type", "application/json"],
    ],
    body: '{"at":"http://127.0.0.1:4711/2.0/c1-7/storage"}',
    answer: '{"of":"c1-7, and not of c1-70"}',
  });
  const names = exampleNames(ENDPOINT, [shown, exchange({ account: "c1-70" })]);
  expect(messageText(shown, names, "").split("\n")).toEqual([
    "POST /2.0/1001/storage/c?x=1 HTTP/1.1",
    "Host: sync.example.test",
    "Authorization: Bearer [token]",
    "Content-Type: application/json",
    "",
    '{"at":"https://sync.example.test/2.0/1001/storage"}',
    "",
    "HTTP/1.1 200 OK",
    "Content-Type: application/json",
    "X-Weave-Store: s",
    "",
    '{"of":"1001, and not of 1002"}',
  ]);
  expect(messageText(shown, names, "The Date of an answer")).toContain("\nDate: now\n");
});
