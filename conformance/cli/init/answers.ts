import { validateEndpoint } from "../../config/validate-target.ts";
import type { Scheme } from "../../exchange/credentials.ts";
import { UsageError } from "../../results/errors.ts";

export const ACCOUNTS = ["made", "listed"] as const;
export const SYSTEMS = ["github", "gitlab", "none"] as const;

/** Where the sketch of a configuration begins where nobody named an endpoint. */
export const USUAL_ENDPOINT = "http://127.0.0.1:8000/2.0/{account}";

/** What `sync2 init` asks. */
export interface Answers {
  endpoint: string;
  /** The command that starts the server; null where it runs already. */
  server: string[] | null;
  /** Whether the server makes accounts on the fly, or they are listed. */
  accounts: (typeof ACCOUNTS)[number];
  scheme: Scheme;
  ci: (typeof SYSTEMS)[number];
}

/** Where the server is: a URL, or the command that starts it. */
export type Where = Pick<Answers, "endpoint" | "server">;

/**
 * Reads what somebody wrote of where the server is.
 * @throws UsageError
 */
export function readWhere(text: string): Where {
  if (!/^[a-z]+:\/\//i.test(text.trim())) return { endpoint: USUAL_ENDPOINT, server: words(text) };
  validateEndpoint(text.trim());
  return { endpoint: text.trim(), server: null };
}

/** What is most likely where nobody said it. */
export function likelyAccounts(endpoint: string): Answers["accounts"] {
  return endpoint.includes("{account}") ? "made" : "listed";
}

/** @throws UsageError where no name can be filled in */
export function validateAccounts(accounts: Answers["accounts"], endpoint: string): void {
  if (accounts === "listed" || endpoint.includes("{account}")) return;
  throw new UsageError(
    `The endpoint ${endpoint} has no {account} where the name of an account goes, as in ${USUAL_ENDPOINT}. ` +
      "Put it there, or list the accounts.",
  );
}

/**
 * The program and its arguments, since no shell is there to part them; quotes keep spaces.
 * @throws UsageError for none
 */
export function words(text: string): string[] {
  const parts = text.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  if (parts.length === 0)
    throw new UsageError("The server command is empty. Write a program and its arguments.");
  return parts.map((part) => part.replace(/^"([^"]*)"$|^'([^']*)'$/, "$1$2"));
}
