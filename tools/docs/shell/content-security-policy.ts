// Makes the content security policy of a page.
import type { Directive, Page } from "../site-model.ts";

/**
 * Sources that every page allows: files of the site, and images inside of a style sheet. `'self'` means the origin over
 * HTTP, and in Chromium also other files on disk if the page was opened from disk (measured with Chromium 156).
 */
const FOR_ALL: Readonly<Record<string, readonly string[]>> = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  "img-src": ["'self'", "data:"],
  "font-src": ["'self'"],
  "connect-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
};

/** Keywords, hashes, and schemes of content that the page makes. Every other source is external. */
const ALLOWED_ADDITION =
  /^(?:'(?:unsafe-inline|unsafe-hashes|sha(?:256|384|512)-[\w+/]+={0,2})'|blob:|data:)$/;

/**
 * Makes the content security policy of a page, for its `<meta>`.
 * @throws Error if the page asks for a source outside of the site
 */
export function contentSecurityPolicy({ path, csp = {} }: Pick<Page, "path" | "csp">): string {
  const more = csp as Partial<Record<Directive, readonly string[]>>;
  const directives = new Set([...Object.keys(FOR_ALL), ...Object.keys(more)]);
  return [...directives]
    .map((name) => {
      const added = more[name as Directive] ?? [];
      const external = added.find((source) => !ALLOWED_ADDITION.test(source));
      if (external !== undefined)
        throw new Error(`${path} would allow ${external}, which is outside of the site.`);
      return [name, ...(FOR_ALL[name] ?? []), ...added].join(" ");
    })
    .join("; ");
}
