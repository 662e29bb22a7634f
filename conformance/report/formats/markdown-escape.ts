/** Escapes text for Markdown, so that nothing a server sent becomes markup, a link or a mention. */
import { shorten, visible } from "../../results/format-text.ts";

const MAX_LENGTH = 400;

/** Beginnings of bare links, then characters that begin mentions, issues, formulae and markup. */
const IN_CODE = /www\.|:\/\/|[!-/:-@[-`{-~]/gi;
const IN_PROSE = /www\.|:\/\/|[@#$`*_[\]<>~&|\\]/gi;

/**
 * Text of a server as code, without effect as markup, link or mention, even inside a table. If a code span cannot hold
 * it, it becomes an element with all punctuation as character references.
 */
export function code(text: string): string {
  const shown = visibleOnOneLine(text);
  if (shown.trim() === "") return "_nothing_";
  if (!/[`|\\]|^ | $/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replace(IN_CODE, (found) => escaped(found, "&#47;&#47;"))}</code>`;
}

/** Prose that may hold text of a server; everything that Markdown and GitHub would interpret is escaped. */
export function prose(text: string): string {
  return visibleOnOneLine(text)
    .trim()
    .replace(IN_PROSE, (found) => escaped(found, "//"));
}

/** A link, or code if the URL is not a plain http or https URL. */
export function link(url: string): string {
  return /^https?:\/\/[^\s<>|`\\]+$/.test(url) ? `<${visible(url)}>` : code(url);
}

/** The lines of a table; none without rows. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

function visibleOnOneLine(text: string): string {
  return shorten(visible(text), MAX_LENGTH).replaceAll("\t", " ");
}

/** An escaped match. GitHub looks for links in text but not across elements, so an element breaks a link up. */
function escaped(found: string, slashes: string): string {
  if (found === "://") return `<span>&#58;</span>${slashes}`;
  if (found.length > 1) return `${found.slice(0, -1)}<span>&#46;</span>`;
  const reference = `&#${found.codePointAt(0)};`;
  return "@#$".includes(found) ? `<span>${reference}</span>` : reference;
}
