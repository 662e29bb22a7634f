// Checks the style of prose with textlint: terms, plain words and the length of sentences.
import { createRequire } from "node:module";
import { TextlintKernel, type TextlintKernelPlugin, type TextlintKernelRule } from "@textlint/kernel";
import terminology from "textlint-rule-terminology";
import type { Kind, Text } from "./read-texts.ts";
import { doubledWord } from "./rules/doubled-word.ts";
import { fillerWord } from "./rules/filler-word.ts";
import { headerField } from "./rules/header-field.ts";
import { plainPhrase } from "./rules/plain-phrase.ts";
import { requirementWord } from "./rules/requirement-word.ts";
import { requirementWordSmall } from "./rules/requirement-word-small.ts";
import { sentenceLength } from "./rules/sentence-length.ts";
import { NOT_TERMS, TERMS } from "./terms.ts";

/** A mistake in the prose and its place. */
export interface Flaw {
  file: string;
  line: number;
  message: string;
  /** Name of the rule that found it. */
  by: string;
}

const EVERYWHERE: TextlintKernelRule[] = [
  { ruleId: "terminology", rule: terminology, options: { terms: TERMS, exclude: NOT_TERMS } },
  { ruleId: "doubled-word", rule: doubledWord },
  { ruleId: "filler-word", rule: fillerWord },
  { ruleId: "plain-phrase", rule: plainPhrase },
];

/** The rules of style by kind of text. tools/redocly/rules/rule-shape.js has further ones for sentences of rules. */
const RULES: Record<Kind, TextlintKernelRule[]> = {
  rule: [
    ...EVERYWHERE,
    { ruleId: "header-field", rule: headerField },
    { ruleId: "requirement-word-small", rule: requirementWordSmall },
  ],
  spec: [
    ...EVERYWHERE,
    { ruleId: "header-field", rule: headerField },
    { ruleId: "requirement-word", rule: requirementWord },
    { ruleId: "sentence-length", rule: sentenceLength },
  ],
  // No `header-field`: these texts are about OpenAPI too, which says "header".
  project: [
    ...EVERYWHERE,
    { ruleId: "requirement-word", rule: requirementWord },
    { ruleId: "sentence-length", rule: sentenceLength },
  ],
};

// Loaders differ in what they take for the default export of a CommonJS module.
const { default: markdownPlugin } = createRequire(import.meta.url)("@textlint/textlint-plugin-markdown");
const PLUGINS: TextlintKernelPlugin[] = [{ pluginId: "markdown", plugin: markdownPlugin }];

const KERNEL = new TextlintKernel();

/** Finds all flaws of style in a text, in the order of its lines. */
export async function styleFlaws({ file, line, kind, markdown }: Text): Promise<Flaw[]> {
  const { messages } = await KERNEL.lintText(markdown, {
    ext: ".md",
    filePath: file,
    plugins: PLUGINS,
    rules: RULES[kind],
  });
  return messages.map((problem) => ({
    file,
    line: line + problem.loc.start.line - 1,
    message: problem.message,
    by: problem.ruleId,
  }));
}
