import { Ajv2020 } from "ajv/dist/2020.js";
import { describeMistakes } from "../cli/config/mistakes.ts";
import { type At, dotted, Mistake } from "../cli/config/place.ts";
import schema from "../cli/config.schema.json" with { type: "json" };
import { UsageError } from "../cli/exit.ts";
import { type CheckOptions, SHARED } from "./options.ts";

/** Names an option for a message. */
export const at: At = (...path) => (path.length === 0 ? "options" : `options: at ${dotted(path)}`);

const { $schema, $defs, properties } = schema;
const validate = new Ajv2020({ allErrors: true, verbose: true }).compile({
  ...{ $schema, $defs, type: "object", additionalProperties: false },
  properties: {
    ...Object.fromEntries(SHARED.map((key) => [key, properties[key]])),
    reference: { const: true },
    wipe: { type: "boolean" },
  },
});

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
  if (validate(options)) return;
  throw new UsageError(
    describeMistakes(validate.errors ?? [], options, { value: options, at, atKey: (path) => at(...path) }),
  );
}
