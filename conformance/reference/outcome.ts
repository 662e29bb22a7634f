/** What is to be answered. */
export interface Outcome {
  status: number;
  headers?: Record<string, string>;
  /** For `X-Last-Modified-Version`. */
  version?: number;
  /** For `X-Weave-Timestamp`, in whole seconds; the time of the answer where absent. */
  modified?: number;
  /** Media type of the content. */
  type?: string | null;
  /** The body as JSON; of `application/newlines` the page that it stands for. */
  content?: unknown;
}
