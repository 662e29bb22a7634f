import type { ChecksOf } from "../runner/define-check.ts";
import { sessionBegin } from "./session-begin.ts";
import { sessionCommit } from "./session-commit.ts";
import { sessionCommitTime } from "./session-commit-time.ts";
import { sessionCommitVersion } from "./session-commit-version.ts";
import { sessionEnd } from "./session-end.ts";
import { sessionEnded } from "./session-ended.ts";
import { sessionLease } from "./session-lease.ts";
import { sessionRequest } from "./session-request.ts";
import { sessionScope } from "./session-scope.ts";
import { sessionStaged } from "./session-staged.ts";
import { sessionStateOf } from "./session-state.ts";

export const session = {
  ...sessionBegin,
  ...sessionCommit,
  ...sessionCommitTime,
  ...sessionCommitVersion,
  ...sessionEnd,
  ...sessionEnded,
  ...sessionLease,
  ...sessionRequest,
  ...sessionScope,
  ...sessionStaged,
  ...sessionStateOf,
} satisfies ChecksOf<"session">;
