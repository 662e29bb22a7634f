/** The checks of `limit.*`: what a server refuses for its size, and the wait that follows. */
import type { ChecksOf } from "../../runner/define-check.ts";
import { limitBody } from "./body.ts";
import { limitHeader } from "./header.ts";
import { limitSession } from "./session.ts";
import { limitWait } from "./wait.ts";

export const limit = {
  ...limitBody,
  ...limitHeader,
  ...limitSession,
  ...limitWait,
} satisfies ChecksOf<"limit">;
