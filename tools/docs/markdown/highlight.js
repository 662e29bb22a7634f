// Exports the syntax highlighter of code. This file is JavaScript with types beside it, because the types of the
// packages bring those of browsers into the program, which contradict those of Node.
export { common } from "lowlight";
export { default as rehypeHighlight } from "rehype-highlight";
