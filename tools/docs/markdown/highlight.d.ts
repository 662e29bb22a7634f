// Declares the types of `highlight.js` in this folder.
import type { Root } from "hast";
import type { Plugin } from "unified";

/** Describes a language; see highlight.js. */
export type Grammar = () => { name: string; contains: { scope: string; begin: RegExp }[] };

/** Grammars by the names of their languages. */
export const common: Readonly<Record<string, Grammar>>;

/** A rehype plugin that highlights code; see rehype-highlight. */
export const rehypeHighlight: Plugin<
  [{ languages: Readonly<Record<string, Grammar>>; plainText: readonly string[] }],
  Root
>;
