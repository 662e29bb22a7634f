import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { UsageError } from "../results/errors.ts";
import schema from "./config.schema.json" with { type: "json" };
import { CHOOSING, type CheckOptions, SHARED } from "./library-options.ts";
import { type At, dotted, Mistake } from "./location.ts";
import { describeMistakes } from "./schema-mistakes.ts";

/** Names an option for a message. */
export const at: At = (...path) => (path.length === 0 ? "options" : `options: at ${dotted(path)}`);

const { $schema, $defs, properties } = schema;
const CHOICE = new Set<string>(CHOOSING);
const ajv = new Ajv2020({ allErrors: true, verbose: true });

/** What may stand in options of some keys of the configuration, and of more. */
function optionsOf(keys: readonly (typeof SHARED)[number][], more: Record<string, object>): ValidateFunction {
  return ajv.compile({
    ...{ $schema, $defs, type: "object", additionalProperties: false },
    properties: { ...Object.fromEntries(keys.map((key) => [key, properties[key]])), ...more },
  });
}

const OWN = { reference: { const: true }, wipe: { type: "boolean" } };
const validateAll = optionsOf(SHARED, OWN);
const validateServer = optionsOf(
  SHARED.filter((key) => !CHOICE.has(key)),
  OWN,
);
const validateSuite = optionsOf(CHOOSING, { name: { type: "string" } });

/**
 * Refuses options that are not what their types say, as those of a program in JavaScript may be. No message repeats
 * a value, which may be a credential.
 * @throws UsageError
 */
export function validateOptions({ signal, onResult, ...options }: CheckOptions): void {
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new Mistake(at("signal"), "has to be an AbortSignal.");
  }
  if (onResult !== undefined && typeof onResult !== "function") {
    throw new Mistake(at("onResult"), "has to be a function.");
  }
  refuse(validateAll, options);
}

/**
 * Refuses options of a server, as `describeConformance` takes them, beside which rules are chosen elsewhere.
 * @throws UsageError
 */
export function validateServerOptions(options: object): void {
  const misplaced = Object.keys(options).find((key) => CHOICE.has(key) || key === "name");
  if (misplaced !== undefined) {
    throw new Mistake(
      at(misplaced),
      "says which tests there are, and belongs into the second argument of describeConformance.",
    );
  }
  refuse(validateServer, options);
}

/**
 * Refuses options of a suite of tests.
 * @throws UsageError
 */
export function validateSuiteOptions(options: object): void {
  const misplaced = Object.keys(options).find((key) => key in OWN || (key in properties && !CHOICE.has(key)));
  if (misplaced !== undefined) {
    throw new Mistake(
      at(misplaced),
      "says where the server is or how it is checked, and belongs into the first argument of describeConformance.",
    );
  }
  refuse(validateSuite, options);
}

/**
 * Refuses arguments that a function does not take: options among them would have no effect.
 * @param further those after the last one that it takes
 * @param usage how it is called
 * @throws UsageError
 */
export function refuseFurther(further: readonly unknown[], usage: string): void {
  if (further.length > 0) throw new UsageError(`options: there is an argument too many. Write ${usage}.`);
}

function refuse(validate: ValidateFunction, options: object): void {
  if (validate(options)) return;
  throw new UsageError(
    describeMistakes(validate.errors ?? [], options, { value: options, at, atKey: (path) => at(...path) }),
  );
}
