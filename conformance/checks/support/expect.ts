/** The assertions of checks: `expect…` judges the rule, `control` judges the set-up. */
import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../../exchange/answer.ts";
import { frontNote } from "../../exchange/front-detector.ts";
import { recordAssertion } from "../../runner/assertion-log.ts";
import { Broken, Violated } from "../../runner/outcomes.ts";

/** With more allowed statuses than this, a set-up requires next to nothing. */
const MOST_NAMED = 3;

/** Describes an answer in a verdict, e.g. `409 with the code conflict`. */
export function describeAnswer(answer: Answer): string {
  if (answer.status === 0) return `no answer (${answer.exchange.error})`;
  const code = answer.code ? ` with the code ${answer.code}` : "";
  return `${answer.status}${code}`;
}

/** Describes a value from the wire in a verdict. */
function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
}

/**
 * The rule requires one of these statuses.
 * @throws Violated
 */
export function expectStatus<A extends Answer>(answer: A, ...statuses: number[]): A {
  const wanted = `answer ${statuses.join(" or ")}`;
  if (!statuses.includes(answer.status))
    throw new Violated(`${answer.asked} to ${wanted}`, describeAnswer(answer), answer);
  recordAssertion(answer, "rule", () => `must ${wanted}`);
  return answer;
}

/**
 * The rule requires that the request is performed; another rule checks which 2xx it has.
 * @throws Violated
 */
export function expectSuccess<A extends Answer>(answer: A): A {
  if (!answer.ok) throw new Violated(`${answer.asked} to succeed`, describeAnswer(answer), answer);
  recordAssertion(answer, "rule", () => "must succeed");
  return answer;
}

/**
 * The rule requires this problem.
 * @throws Violated
 */
export function expectProblem<A extends Answer>(answer: A, status: number, code: string): A {
  const wanted = `answer ${status} with the code ${code}`;
  if (answer.status !== status || answer.code !== code)
    throw new Violated(`${answer.asked} to ${wanted}`, describeAnswer(answer), answer);
  recordAssertion(answer, "rule", () => `must ${wanted}`);
  return answer;
}

/**
 * The rule requires this value. An absent value never passes, even if the expected value is absent too.
 * @param what names the value, e.g. `the version of the record`
 * @throws Violated
 */
export function expectEqual(answer: Answer, what: string, got: unknown, expected: unknown): void {
  if (expected === undefined) throw new Broken(`there is nothing to compare ${what} with`);
  if (!isDeepStrictEqual(got, expected))
    throw new Violated(
      `${what} to be ${describeValue(expected)} after ${answer.asked}`,
      describeValue(got),
      answer,
    );
  recordAssertion(answer, "rule", () => `expects ${what} to be ${describeValue(expected)}`);
}

/**
 * The rule requires that this holds.
 * @throws Violated
 */
export function expectThat(answer: Answer, holds: boolean, expected: string, got: unknown): void {
  if (!holds)
    throw new Violated(
      `${expected} after ${answer.asked}`,
      typeof got === "string" ? got : describeValue(got),
      answer,
    );
  recordAssertion(answer, "rule", () => `expects ${expected}`);
}

/**
 * A set-up or positive control: the rule can be judged only after this answer. If a success is wanted, any 2xx will do;
 * another rule checks which 2xx it has.
 * @throws Broken
 */
export function control<A extends Answer>(answer: A, ...statuses: number[]): A {
  const success = statuses.every((status) => status >= 200 && status < 300);
  const wanted = success ? "succeed" : `answer ${statuses.join(" or ")}`;
  if (!(success ? answer.ok : statuses.includes(answer.status)))
    throw new Broken(
      `set-up: ${answer.asked} should ${wanted}, got ${describeAnswer(answer)}${frontNote(answer.front)}`,
      answer,
    );
  // With many allowed statuses, there is nothing worth recording.
  if (statuses.length <= MOST_NAMED) recordAssertion(answer, "set-up", () => `has to ${wanted}`);
  return answer;
}

/**
 * A read after the request under test: it shows its target, or that the target is missing. Any other answer shows
 * nothing.
 * @throws Broken
 */
export function controlShown<A extends Answer>(answer: A): A {
  return control(answer, 200, 404);
}

/**
 * A value that the set-up needs before the rule can be judged.
 * @throws Broken
 */
export function present<T>(what: string, value: T | undefined | null, answer: Answer | null = null): T {
  if (value === undefined || value === null) throw new Broken(`set-up: ${what} is absent`, answer);
  return value;
}

/**
 * Requires that versions rise in the order of their writes, from at least 1. If a server always gives the same version,
 * comparisons of versions prove nothing.
 * @throws Broken if one is not greater than the one before
 */
export function controlRising(...versions: number[]): void {
  if (versions.some((version, index) => version <= (versions[index - 1] ?? 0))) {
    throw new Broken(`set-up: versions should rise from write to write, got ${versions.join(", ")}`);
  }
}

/**
 * The `X-Last-Modified-Version` of an answer, to compare other values with.
 * @throws Broken if it is absent or malformed
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
