// Makes URLs of the pages of header fields, statuses and problem codes.
/** The URL of a header field: `headers.html#x-weave-limit`. */
export function headerFieldHref(name: string): string {
  return `headers.html#${name.toLowerCase()}`;
}

/** The URL of a status: `statuses.html#412`. */
export function statusPageHref(status: string): string {
  return `statuses.html#${status}`;
}

/** The URL of a problem code: `problems.html#too-large`. */
export function problemHref(code: string): string {
  return `problems.html#${code}`;
}
