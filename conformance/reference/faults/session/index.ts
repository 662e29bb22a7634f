import type { FaultsOf } from "../fault.ts";
import { sessionBegin } from "./begin.ts";
import { sessionCommit } from "./commit.ts";
import { sessionEnd } from "./end.ts";
import { sessionStaged } from "./staged.ts";

export const session = {
  ...sessionBegin,
  ...sessionCommit,
  ...sessionEnd,
  ...sessionStaged,
} satisfies FaultsOf<"session">;
