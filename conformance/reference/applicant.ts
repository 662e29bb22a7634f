import type { IncomingMessage } from "node:http";
import type { Body } from "./body.ts";

/** The bearer token or the Hawk key of an account, made up from its name. */
export type Token = (account: string) => string;

/** A request that wants to be let in. */
export interface Applicant {
  request: Request;
  /** As Node has it, which knows the request target and Host as they were sent. */
  incoming: IncomingMessage;
  body: Body;
  /** null where the target names none, for which nobody has credentials. */
  account: string | null;
}
