import { expect, onTestFinished, test } from "vitest";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectThat,
} from "../../checks/support/expect.ts";
import { Answer } from "../../exchange/answer.ts";
import { openAssertionLog, recordAssertion } from "../../runner/assertion-log.ts";
import { Violated } from "../../runner/outcomes.ts";
import { exchange } from "../support/sample-report.ts";

function answered(status: number, code?: string): Answer {
  const body = Buffer.from(code === undefined ? "" : JSON.stringify({ code }));
  return new Answer(exchange("a.b.c#1", "GET", "storage", status), "GET /storage", {
    status,
    headers: [],
    body,
  });
}

test("whoever listens is told what was asked of an answer and holds, once", () => {
  const notes = openAssertionLog();
  onTestFinished(notes.close);
  const answer = answered(412, "precondition-failed");
  expectStatus(answer, 412);
  expectStatus(answer, 412);
  expectProblem(answer, 412, "precondition-failed");
  expectEqual(answer, "the code", answer.code, "precondition-failed");
  expectThat(answer, true, "no body of a record", answer.text);
  control(answered(200));
  control(answer, 412, 404);
  expect(notes.assertionsOn(answer.exchange)).toEqual([
    { by: "rule", text: "must answer 412" },
    { by: "rule", text: "must answer 412 with the code precondition-failed" },
    { by: "rule", text: 'expects the code to be "precondition-failed"' },
    { by: "rule", text: "expects no body of a record" },
    { by: "set-up", text: "has to answer 412 or 404" },
  ]);
});

test("what does not hold is no note", () => {
  const notes = openAssertionLog();
  onTestFinished(notes.close);
  const answer = answered(200);
  expect(() => expectStatus(answer, 201)).toThrow(Violated);
  expect(() => expectThat(answer, false, "a body", "")).toThrow(Violated);
  expect(notes.assertionsOn(answer.exchange)).toEqual([]);
});

test("where nobody listens nothing is made of it", () => {
  const answer = answered(200);
  const fail = () => {
    throw new Error("a text was made that nobody reads");
  };
  recordAssertion(answer, "rule", fail);
  const [one, other] = [openAssertionLog(), openAssertionLog()];
  onTestFinished(other.close);
  one.close();
  one.close();
  expect(() => recordAssertion(answer, "rule", fail)).toThrow();
  other.close();
  recordAssertion(answer, "rule", fail);
  expect(one.assertionsOn(answer.exchange)).toEqual([]);
});
