/** The type of what a request is answered with, before it becomes an HTTP response. */
/** The outcome of a request: status, header fields and content of its answer. */
export interface Outcome {
  status: number;
  headers?: Record<string, string>;
  /** Value of `X-Last-Modified-Version`. */
  version?: number;
  /** Value of `X-Weave-Timestamp` in whole seconds; by default the time of the answer. */
  modified?: number;
  /** Media type of the content. */
  type?: string | null;
  /** The JSON value of the body; for `application/newlines`, the page. */
  content?: unknown;
}
