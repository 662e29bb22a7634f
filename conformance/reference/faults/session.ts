import type { FaultsOf } from "./fault.ts";
import { sessionBegin } from "./session-begin.ts";
import { sessionCommit } from "./session-commit.ts";
import { sessionEnd } from "./session-end.ts";
import { sessionStaged } from "./session-staged.ts";

export const session = {
  ...sessionBegin,
  ...sessionCommit,
  ...sessionEnd,
  ...sessionStaged,
} satisfies FaultsOf<"session">;
