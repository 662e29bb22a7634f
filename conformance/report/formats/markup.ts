import { shorten, visible } from "../text.ts";

const LENGTH = 400;

/** Where mentions, issues, formulae and bare links begin: all are looked for in text, but not across elements. */
const LINKING = /[@#$]|:(?=\/\/)|(?<=www)\./.source;
const IN_CODE = new RegExp(`(${LINKING})|[!-/:-@[-\`{-~]`, "gi");
const IN_PROSE = new RegExp(`(${LINKING})|[\`*_[\\]<>~&|\\\\]`, "gi");

/**
 * Text of a server, or about one, as code: no markup, link or mention comes of it, also inside a table.
 * Where a code span cannot hold it, an element does, with all of its punctuation as references.
 */
export function code(text: string): string {
  const shown = oneLine(text);
  if (shown.trim() === "") return "_nothing_";
  if (!/[`|\\]|^ | $/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replace(IN_CODE, escaped)}</code>`;
}

/** Prose that may hold text of a server, with all escaped that Markdown and GitHub would read something into. */
export function prose(text: string): string {
  return oneLine(text).trim().replace(IN_PROSE, escaped);
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

function escaped(character: string, linking: string | undefined): string {
  const reference = `&#${character.codePointAt(0)};`;
  return linking === undefined ? reference : `<span>${reference}</span>`;
}
