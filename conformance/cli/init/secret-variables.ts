import { FIELDS } from "../../config/read-credentials.ts";
import type { Answers } from "./answers.ts";

/** The names of the two accounts in a new configuration. */
export const NAMES = ["one", "two"] as const;

/** The variable of each field of the credentials, e.g. `{ token: "SYNC2_TOKEN_ONE" }`. */
export function variables(scheme: Answers["scheme"], account: string | null): Record<string, string> {
  const suffix = account === null ? "" : `_${account.toUpperCase()}`;
  return Object.fromEntries(
    Object.entries(FIELDS[scheme]).map(([field, variable]) => [field, `${variable}${suffix}`]),
  );
}

/** All variables that contain credentials for the configuration. */
export function allVariables({ scheme, accounts }: Pick<Answers, "scheme" | "accounts">): string[] {
  const owners = accounts === "made" ? [null] : NAMES;
  return owners.flatMap((owner) => Object.values(variables(scheme, owner)));
}
