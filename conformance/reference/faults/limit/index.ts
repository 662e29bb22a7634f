/** Servers with one fault each, for all rules `limit.*`. */
import type { FaultsOf } from "../fault.ts";
import { limitBody } from "./body.ts";
import { limitHeader } from "./header.ts";
import { limitSession } from "./session.ts";
import { limitWait } from "./wait.ts";

export const limit = {
  ...limitBody,
  ...limitSession,
  ...limitHeader,
  ...limitWait,
} satisfies FaultsOf<"limit">;
