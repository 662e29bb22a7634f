import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../../exchange/answer.ts";
import { frontNote } from "../../exchange/front-detector.ts";
import { recordAssertion } from "../../runner/assertion-log.ts";
import { Broken, Violated } from "../../runner/outcomes.ts";

/** Statuses of a set-up that say something about it. */
const MOST_NAMED = 3;

/** How an answer is named in a verdict, e.g. `PUT … answered 201`. */
export function said(answer: Answer): string {
  if (answer.status === 0) return `no answer (${answer.exchange.error})`;
  const code = answer.code ? ` with the code ${answer.code}` : "";
  return `${answer.status}${code}`;
}

/** Shows a value from the wire in a verdict. */
function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
}

/**
 * The rule asks for one of these statuses here.
 * @throws Violated
 */
export function expectStatus<A extends Answer>(answer: A, ...statuses: number[]): A {
  const wanted = `answer ${statuses.join(" or ")}`;
  if (!statuses.includes(answer.status))
    throw new Violated(`${answer.asked} to ${wanted}`, said(answer), answer);
  recordAssertion(answer, "rule", () => `must ${wanted}`);
  return answer;
}

/**
 * The rule asks for the request to be performed; which 2xx says so is the business of another rule.
 * @throws Violated
 */
export function expectSuccess<A extends Answer>(answer: A): A {
  if (!answer.ok) throw new Violated(`${answer.asked} to succeed`, said(answer), answer);
  recordAssertion(answer, "rule", () => "must succeed");
  return answer;
}

/**
 * The rule asks for this problem here.
 * @throws Violated
 */
export function expectProblem<A extends Answer>(answer: A, status: number, code: string): A {
  const wanted = `answer ${status} with the code ${code}`;
  if (answer.status !== status || answer.code !== code)
    throw new Violated(`${answer.asked} to ${wanted}`, said(answer), answer);
  recordAssertion(answer, "rule", () => `must ${wanted}`);
  return answer;
}

/**
 * The rule asks for this value here. An absent value never passes, not even where nothing was expected.
 * @param what names the value, e.g. `the version of the record`
 * @throws Violated
 */
export function expectEqual(answer: Answer, what: string, got: unknown, expected: unknown): void {
  if (expected === undefined) throw new Broken(`there is nothing to compare ${what} with`);
  if (!isDeepStrictEqual(got, expected))
    throw new Violated(`${what} to be ${show(expected)} after ${answer.asked}`, show(got), answer);
  recordAssertion(answer, "rule", () => `expects ${what} to be ${show(expected)}`);
}

/**
 * The rule asks for this to hold here.
 * @throws Violated
 */
export function expectThat(answer: Answer, holds: boolean, expected: string, got: unknown): void {
  if (!holds)
    throw new Violated(
      `${expected} after ${answer.asked}`,
      typeof got === "string" ? got : show(got),
      answer,
    );
  recordAssertion(answer, "rule", () => `expects ${expected}`);
}

/**
 * Set-up and positive controls: this must come out so before anything can be said about the rule. Where a success
 * is wanted any 2xx will do: that its status is the right one is the business of another rule.
 * @throws Broken
 */
export function control<A extends Answer>(answer: A, ...statuses: number[]): A {
  const success = statuses.every((status) => status >= 200 && status < 300);
  const wanted = success ? "succeed" : `answer ${statuses.join(" or ")}`;
  if (!(success ? answer.ok : statuses.includes(answer.status)))
    throw new Broken(
      `set-up: ${answer.asked} should ${wanted}, got ${said(answer)}${frontNote(answer.front)}`,
      answer,
    );
  // Where nearly anything will do, nothing is asked for.
  if (statuses.length <= MOST_NAMED) recordAssertion(answer, "set-up", () => `has to ${wanted}`);
  return answer;
}

/**
 * A read that is to show what a request has left: it shows its target, or that there is none. One that fails in any
 * other way shows neither.
 * @throws Broken
 */
export function shown<A extends Answer>(answer: A): A {
  return control(answer, 200, 404);
}

/**
 * A value of the set-up that must be there before the rule can be judged.
 * @throws Broken
 */
export function present<T>(what: string, value: T | undefined | null, answer: Answer | null = null): T {
  if (value === undefined || value === null) throw new Broken(`set-up: ${what} is absent`, answer);
  return value;
}

/**
 * Versions in the order of their writes, the first of which is no less than 1. With a server that always gives the
 * same version, any comparison of versions would come out right.
 * @throws Broken when one is not greater than the one before
 */
export function controlRising(...versions: number[]): void {
  if (versions.some((version, index) => version <= (versions[index - 1] ?? 0))) {
    throw new Broken(`set-up: versions should rise from write to write, got ${versions.join(", ")}`);
  }
}

/**
 * `X-Last-Modified-Version` of an answer, as something to compare with.
 * @throws Broken when it is absent or no version
 */
export function versionOf(answer: Answer): number {
  const version = present(
    `X-Last-Modified-Version of ${answer.asked}`,
    answer.integer("X-Last-Modified-Version"),
    answer,
  );
  recordAssertion(answer, "set-up", () => "gives a version to compare with");
  return version;
}
