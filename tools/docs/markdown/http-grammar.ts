import type { Grammar } from "./highlight.js";

/**
 * A grammar of highlight.js for `http` examples: several messages in one block, with bodies in JSON. The grammar of
 * highlight.js itself takes everything after the first empty line for one body.
 */
export const httpGrammar: Grammar = () => ({
  name: "HTTP messages",
  contains: [
    { scope: "keyword", begin: /^[A-Z]+(?= \S+ HTTP\/1\.1$)/ },
    { scope: "meta", begin: /HTTP\/1\.1(?=$| [1-9][0-9]{2} )/ },
    { scope: "number", begin: /\b[1-5][0-9]{2} [A-Z][A-Za-z -]+$/ },
    { scope: "attribute", begin: /^[A-Za-z][A-Za-z-]*(?=: )/ },
    { scope: "attr", begin: /"(?:\\.|[^\\"\n])*"(?=\s*:)/ },
    { scope: "string", begin: /"(?:\\.|[^\\"\n])*"/ },
    { scope: "literal", begin: /\b(?:true|false|null)\b(?=[\s,\]}])/ },
  ],
});
