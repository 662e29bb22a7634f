/** Where a header field is explained: `headers.html#x-weave-limit`. */
export function headerFieldHref(name: string): string {
  return `headers.html#${name.toLowerCase()}`;
}

/** Where a status is explained: `statuses.html#412`. */
export function statusPageHref(status: string): string {
  return `statuses.html#${status}`;
}

/** Where a `code` of a problem is explained: `problems.html#too-large`. */
export function problemHref(code: string): string {
  return `problems.html#${code}`;
}
