import type { ChecksOf } from "../runner/define-check.ts";
import { limitBody } from "./limit-body.ts";
import { limitHeader } from "./limit-header.ts";
import { limitSession } from "./limit-session.ts";
import { limitWait } from "./limit-wait.ts";

export const limit = {
  ...limitBody,
  ...limitHeader,
  ...limitSession,
  ...limitWait,
} satisfies ChecksOf<"limit">;
