// In JavaScript, with its types beside it: the packages' own come to those of highlight.js, which bring the types of
// browsers into the whole program, where they contradict those of Node.
export { common } from "lowlight";
export { default as rehypeHighlight } from "rehype-highlight";
