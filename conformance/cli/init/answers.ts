/** The answers that `sync2 init` needs, and how each is read. */
import { validateEndpoint } from "../../config/validate-target.ts";
import type { Scheme } from "../../exchange/credentials.ts";
import { UsageError } from "../../results/errors.ts";

export const ACCOUNTS = ["made", "listed"] as const;
export const SYSTEMS = ["github", "gitlab", "none"] as const;

/** The endpoint in a new configuration if the user gives none. */
export const USUAL_ENDPOINT = "http://127.0.0.1:8000/2.0/{account}";

/** What `sync2 init` asks. */
export interface Answers {
  endpoint: string;
  /** The command that starts the server; null where it runs already. */
  server: string[] | null;
  /** Whether the server makes accounts on the fly, or the configuration lists them. */
  accounts: (typeof ACCOUNTS)[number];
  scheme: Scheme;
  ci: (typeof SYSTEMS)[number];
}

/** Where the server is: a URL, or the command that starts it. */
export type Where = Pick<Answers, "endpoint" | "server">;

/**
 * Reads an answer to the question where the server is: a URL or a command.
 * @throws UsageError
 */
export function readWhere(text: string): Where {
  if (!/^[a-z]+:\/\//i.test(text.trim())) return { endpoint: USUAL_ENDPOINT, server: words(text) };
  validateEndpoint(text.trim());
  return { endpoint: text.trim(), server: null };
}

/** A guess from the endpoint. */
export function likelyAccounts(endpoint: string): Answers["accounts"] {
  return endpoint.includes("{account}") ? "made" : "listed";
}

/** @throws UsageError where no name can be filled in */
export function validateAccounts(accounts: Answers["accounts"], endpoint: string): void {
  if (accounts === "listed" || endpoint.includes("{account}")) return;
  throw new UsageError(
    `The endpoint ${endpoint} has no {account} in place of the name of an account, as in ${USUAL_ENDPOINT}. ` +
      "Put it there, or list the accounts.",
  );
}

/**
 * Splits a command into program and arguments, because no shell does it; quotes keep spaces.
 * @throws UsageError for none
 */
export function words(text: string): string[] {
  const parts = text.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  if (parts.length === 0)
    throw new UsageError("The server command is empty. Write a program and its arguments.");
  return parts.map((part) => part.replace(/^"([^"]*)"$|^'([^']*)'$/, "$1$2"));
}
