/** Servers with one fault each, for all rules `session.*`. */
import type { FaultsOf } from "../fault.ts";
import { sessionBegin } from "./begin.ts";
import { sessionBeside } from "./begin-beside.ts";
import { sessionCommit } from "./commit.ts";
import { sessionCommitTime } from "./commit-time.ts";
import { sessionCommitVersion } from "./commit-version.ts";
import { sessionEnd } from "./end.ts";
import { sessionEnded } from "./ended.ts";
import { sessionLease } from "./lease.ts";
import { sessionRequest } from "./request.ts";
import { sessionScope } from "./scope.ts";
import { sessionStaged } from "./staged.ts";
import { sessionStagedState } from "./staged-state.ts";
import { sessionState } from "./state.ts";

export const session = {
  ...sessionBegin,
  ...sessionBeside,
  ...sessionRequest,
  ...sessionCommitVersion,
  ...sessionCommit,
  ...sessionCommitTime,
  ...sessionState,
  ...sessionEnd,
  ...sessionEnded,
  ...sessionLease,
  ...sessionScope,
  ...sessionStaged,
  ...sessionStagedState,
} satisfies FaultsOf<"session">;
