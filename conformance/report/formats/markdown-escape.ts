import { shorten, visible } from "../../results/format-text.ts";

const LENGTH = 400;

/** First where bare links begin, then where mentions, issues, formulae and markup do. */
const IN_CODE = /www\.|:\/\/|[!-/:-@[-`{-~]/gi;
const IN_PROSE = /www\.|:\/\/|[@#$`*_[\]<>~&|\\]/gi;

/**
 * Text of a server, or about one, as code: no markup, link or mention comes of it, also inside a table.
 * Where a code span cannot hold it, an element does, with all of its punctuation as references.
 */
export function code(text: string): string {
  const shown = oneLine(text);
  if (shown.trim() === "") return "_nothing_";
  if (!/[`|\\]|^ | $/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replace(IN_CODE, (found) => escaped(found, "&#47;&#47;"))}</code>`;
}

/** Prose that may hold text of a server, with all escaped that Markdown and GitHub would read something into. */
export function prose(text: string): string {
  return oneLine(text)
    .trim()
    .replace(IN_PROSE, (found) => escaped(found, "//"));
}

/** A link, or code where it is none that can stand as it is. */
export function link(url: string): string {
  return /^https?:\/\/[^\s<>|`\\]+$/.test(url) ? `<${visible(url)}>` : code(url);
}

/** A table, a line a row; none without rows. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

function oneLine(text: string): string {
  return shorten(visible(text), LENGTH).replaceAll("\t", " ");
}

/** What links is looked for in text, but not across elements. */
function escaped(found: string, slashes: string): string {
  if (found === "://") return `<span>&#58;</span>${slashes}`;
  if (found.length > 1) return `${found.slice(0, -1)}<span>&#46;</span>`;
  const reference = `&#${found.codePointAt(0)};`;
  return "@#$".includes(found) ? `<span>${reference}</span>` : reference;
}
