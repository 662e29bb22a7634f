import type { Directive, Page } from "../site-model.ts";

/**
 * What every page allows: files of the site, and images that stand in a style sheet. `'self'` means the origin over
 * HTTP, and in Chromium other files from disk when the page was opened from there (measured with Chromium 156).
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

/** Keywords, hashes, and schemes whose content the page made itself; everything else would let something in. */
const HARMLESS = /^(?:'(?:unsafe-inline|unsafe-hashes|sha(?:256|384|512)-[\w+/]+={0,2})'|blob:|data:)$/;

/**
 * The content security policy of a page, for its `<meta>`.
 * @throws Error when the page asks for a source outside of the site
 */
export function contentSecurityPolicy({ path, csp = {} }: Pick<Page, "path" | "csp">): string {
  const more = csp as Partial<Record<Directive, readonly string[]>>;
  const directives = new Set([...Object.keys(FOR_ALL), ...Object.keys(more)]);
  return [...directives]
    .map((name) => {
      const added = more[name as Directive] ?? [];
      const strange = added.find((source) => !HARMLESS.test(source));
      if (strange !== undefined)
        throw new Error(`${path} would allow ${strange}, which is outside of the site.`);
      return [name, ...(FOR_ALL[name] ?? []), ...added].join(" ");
    })
    .join("; ");
}
