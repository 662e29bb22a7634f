import type { Root } from "hast";
import type { Plugin } from "unified";

/** Describes a language; see highlight.js. */
export type Grammar = () => { name: string; contains: { scope: string; begin: RegExp }[] };

/** Grammars by the names of their languages. */
export const common: Readonly<Record<string, Grammar>>;

/** Colours the code of a page; see rehype-highlight. */
export const rehypeHighlight: Plugin<
  [{ languages: Readonly<Record<string, Grammar>>; plainText: readonly string[] }],
  Root
>;
