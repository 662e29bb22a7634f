/** Makes a target from the options of the library. */
import type { Running } from "../reference/server.ts";
import type { Target } from "../runner/target.ts";
import type { ServerOptions } from "./library-options.ts";
import { Mistake } from "./location.ts";
import { makeTarget } from "./make-target.ts";
import { embedded } from "./reference-target.ts";
import { at } from "./validate-library-options.ts";

const NAMING = [
  "endpoint",
  "accounts",
  "token",
  "credentials",
  "hawk",
  "headers",
  "tls",
  "scenarios",
] as const;

/**
 * Makes the target that the options describe.
 * @param start starts the reference server, if the options ask for it
 * @throws UsageError
 */
export async function targetOf(options: ServerOptions, start: () => Promise<Running>): Promise<Target> {
  const { reference, wipe = false, ...config } = options;
  const named = NAMING.find((key) => options[key] !== undefined);
  if (reference && named) {
    throw new Mistake(at(named), 'the reference server needs nothing. Leave it or "reference" out.');
  }
  const target = makeTarget({ config, given: undefined, env: null, at }, { wipe });
  if (reference) return { ...target, ...embedded(await start()) };
  if (target.endpoint !== "" || target.accounts.length > 0) return target;
  throw new Mistake(
    at(),
    'no server is named. Give its "endpoint" or "accounts", or { reference: true } for the reference server.',
  );
}
