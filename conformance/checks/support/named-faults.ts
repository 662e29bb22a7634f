/** Checks the faults that a 422 names. */
import type { Answer } from "../../exchange/answer.ts";
import { expectEqual, expectProblem, expectThat } from "./expect.ts";

/** A fault of a 422: one malformed part of the request. */
interface Fault {
  location: string;
  name: string;
  reason: string;
  description: string;
}

/** The faults that a 422 names; the contract layer has validated them against their schema. */
export function faultsOf(answer: Answer): Fault[] {
  expectProblem(answer, 422, "invalid-request");
  const { errors } = answer.json as { errors?: unknown };
  expectThat(answer, Array.isArray(errors) && errors.length > 0, "a list of errors", errors);
  return errors as Fault[];
}

/** A 422 must name a fault with these members. */
export function expectFault(answer: Answer, fault: Partial<Fault>): void {
  const faults = faultsOf(answer);
  const same = (found: Fault) =>
    Object.entries(fault).every(
      ([key, value]) => found[key as keyof Fault]?.toLowerCase() === value.toLowerCase(),
    );
  expectThat(answer, faults.some(same), `errors to hold ${JSON.stringify(fault)}`, faults);
}

/** Every fault of one name must give the reason that applies. */
export function expectReason(answer: Answer, name: string, reason: string): void {
  expectFault(answer, { name });
  const reasons = faultsOf(answer)
    .filter((fault) => fault.name.toLowerCase() === name.toLowerCase())
    .map((fault) => fault.reason);
  expectEqual(answer, `the reason for ${name}`, [...new Set(reasons)], [reason]);
}
