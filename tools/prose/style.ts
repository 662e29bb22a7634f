import { createRequire } from "node:module";
import { TextlintKernel, type TextlintKernelPlugin, type TextlintKernelRule } from "@textlint/kernel";
import terminology from "textlint-rule-terminology";
import { doubledWord } from "./rules/doubled-word.ts";
import { fillerWord } from "./rules/filler-word.ts";
import { headerField } from "./rules/header-field.ts";
import { plainPhrase } from "./rules/plain-phrase.ts";
import { requirementWord } from "./rules/requirement-word.ts";
import { requirementWordSmall } from "./rules/requirement-word-small.ts";
import { sentenceLength } from "./rules/sentence-length.ts";
import { NOT_TERMS, TERMS } from "./terms.ts";
import type { Kind, Text } from "./texts.ts";

/** What is wrong with the prose, and where. */
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

/** What tools/redocly/rules/rule-shape.js says of the sentence of a rule is not said here again. */
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
  // Of OpenAPI too, where a header is a header: no `header-field`.
  project: [
    ...EVERYWHERE,
    { ruleId: "requirement-word", rule: requirementWord },
    { ruleId: "sentence-length", rule: sentenceLength },
  ],
};

// What a CommonJS module has for its default differs from one loader to the other.
const { default: markdownPlugin } = createRequire(import.meta.url)("@textlint/textlint-plugin-markdown");
const PLUGINS: TextlintKernelPlugin[] = [{ pluginId: "markdown", plugin: markdownPlugin }];

const KERNEL = new TextlintKernel();

/** All flaws of style in a text, in the order of its lines. */
export async function styleFlaws({ file, line, kind, markdown }: Text): Promise<Flaw[]> {
  const { messages } = await KERNEL.lintText(markdown, {
    ext: ".md",
    filePath: file,
    plugins: PLUGINS,
    rules: RULES[kind],
  });
  return messages.map((found) => ({
    file,
    line: line + found.loc.start.line - 1,
    message: found.message,
    by: found.ruleId,
  }));
}
