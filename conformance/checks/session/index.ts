/** The checks of `session.*`: how sessions begin, own a scope, stage writes, commit and end. */
import type { ChecksOf } from "../../runner/define-check.ts";
import { sessionBegin } from "./begin.ts";
import { sessionCommit } from "./commit.ts";
import { sessionCommitTime } from "./commit-time.ts";
import { sessionCommitVersion } from "./commit-version.ts";
import { sessionEnd } from "./end.ts";
import { sessionEnded } from "./ended.ts";
import { sessionLease } from "./lease.ts";
import { sessionRequest } from "./request.ts";
import { sessionScope } from "./scope.ts";
import { sessionStaged } from "./staged.ts";
import { sessionStateOf } from "./state.ts";

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
