/** Refusals: the error that any step throws, and its answer as a problem document (RFC 9457). */
import type { Outcome } from "./request-outcome.ts";

/** One malformed part of a request (components/schemas/InvalidRequestProblem). */
export interface Fault {
  location: "query" | "header" | "body";
  /** The parameter, header field or member of a record; empty for the body as a whole. */
  name: string;
  reason: "missing" | "invalid" | "unexpected";
  /** Description for people. */
  description: string;
}

/** Code and title by status. The statuses of the HTTP layer come last (error.never-400). */
const KINDS = {
  401: ["unauthorized", "Unauthorized"],
  403: ["quota-exceeded", "Forbidden"],
  404: ["not-found", "Not Found"],
  405: ["method-not-allowed", "Method Not Allowed"],
  406: ["not-acceptable", "Not Acceptable"],
  409: ["conflict", "Conflict"],
  410: ["session-ended", "Gone"],
  412: ["precondition-failed", "Precondition Failed"],
  413: ["too-large", "Content Too Large"],
  415: ["unsupported-media-type", "Unsupported Media Type"],
  422: ["invalid-request", "Unprocessable Content"],
  429: ["too-many-requests", "Too Many Requests"],
  503: ["unavailable", "Service Unavailable"],
  408: ["request-timeout", "Request Timeout"],
  431: ["header-too-large", "Request Header Fields Too Large"],
  500: ["internal-error", "Internal Server Error"],
  501: ["not-implemented", "Not Implemented"],
  505: ["version-not-supported", "HTTP Version Not Supported"],
} as const;

interface Details {
  /** The code, if it is not the usual one of the status. */
  code?: "session-scope" | "upgrade-client" | "protocol-retired";
  headers?: Record<string, string>;
  /** Version of the target, if the answer has to carry it. */
  version?: number;
  errors?: Fault[];
  /** Further members of the problem. */
  members?: Record<string, unknown>;
}

/** The step that finds that a request cannot be performed throws this error, which becomes the answer. */
export class Refusal extends Error {
  /** The answer, a problem of RFC 9457. It is sent whatever the request accepts (error.problem.accept). */
  readonly outcome: Outcome;

  constructor(status: keyof typeof KINDS, { code, errors, members, ...details }: Details = {}) {
    const [usual, title] = KINDS[status];
    super(title);
    const content = {
      type: "about:blank",
      title,
      status,
      code: code ?? usual,
      ...(errors && { errors }),
      ...members,
    };
    this.outcome = { status, type: "application/problem+json", content, ...details };
  }
}

/** Throws a 422 if there is any fault. */
export function refuse(errors: Fault[]): void {
  if (errors.length > 0) throw new Refusal(422, { errors });
}
