/** The types of a request before it is authenticated. */
import type { IncomingMessage } from "node:http";
import type { Body } from "./body.ts";

/** Derives the bearer token or the Hawk key of an account from its name. */
export type SecretOf = (account: string) => string;

/** A request whose credentials are not checked yet. */
export interface UnauthenticatedRequest {
  request: Request;
  /** Node's request, which keeps the request target and Host as they were sent. */
  incoming: IncomingMessage;
  body: Body;
  /** null if the target names no account; nobody has credentials for it. */
  account: string | null;
}
