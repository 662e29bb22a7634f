// Reads the chapters of the guide and checks their links, examples and diagrams.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { rules } from "../../generated/rules.ts";
import { httpExampleFlaws } from "./http-example-flaws.ts";
import { diagramFlaws } from "./mermaid-diagram.ts";
import { type Link, type Markdown, parseMarkdown } from "./parse-markdown.ts";

/** A chapter of the guide. */
export interface Chapter {
  /** Name of the file in the folder of the guide. */
  file: string;
  title: string;
  source: string;
  markdown: Markdown;
}

/** The chapters in reading order, and the problems of `chapters.yaml`, which lists them. */
export interface Guide {
  chapters: Chapter[];
  problems: string[];
}

const INDEX = "chapters.yaml";
const WISHLIST = "wishlist.md";

/** Reads the guide in `folder`. Mistakes in `chapters.yaml` become problems of the guide, not errors. */
export function readGuide(folder: string): Guide {
  const listed = parseYaml(readFileSync(join(folder, INDEX), "utf8")) as { file: string; title: string }[];
  const present = readdirSync(folder).filter((file) => file.endsWith(".md"));
  const names = listed.map(({ file }) => file);
  const chapters = listed
    .filter(({ file }) => present.includes(file))
    .map(({ file, title }) => {
      const source = readFileSync(join(folder, file), "utf8");
      return { file, title, source, markdown: parseMarkdown(source) };
    });
  return {
    chapters,
    problems: [
      ...names
        .filter((name) => !present.includes(name))
        .map((name) => `${INDEX}: ${name} is not in the folder`),
      ...names
        .filter((name, index) => names.indexOf(name) !== index)
        .map((name) => `${INDEX}: ${name} is there twice`),
      ...present.filter((name) => !names.includes(name)).map((name) => `${INDEX}: ${name} is missing`),
      ...chapters
        .filter(({ title, markdown }) => title !== markdown.title)
        .map(({ file, title }) => `${file}:1: the first line is not "# ${title}"`),
    ],
  };
}

/** Finds every dead link, wrong example and wish without a rule in the guide, as `file:line: problem`. */
export function guideProblems({ chapters, problems }: Guide): string[] {
  const anchors = new Map(chapters.map(({ file, markdown }) => [file, markdown.anchors]));
  return [...problems, ...chapters.flatMap((chapter) => chapterProblems(chapter, anchors))];
}

function chapterProblems({ file, markdown }: Chapter, anchors: Map<string, Set<string>>): string[] {
  const problems = [
    ...markdown.links.map((link) => ({ line: link.line, message: linkProblem(link, file, anchors) })),
    ...markdown.fences.flatMap(({ language, line, text }) =>
      fenceProblems(language, text).map((flaw) => ({ line: line + flaw.line, message: flaw.message })),
    ),
    ...(file === WISHLIST ? wishlistProblems(markdown) : []),
  ];
  return problems.flatMap(({ line, message }) => (message === null ? [] : [`${file}:${line}: ${message}`]));
}

/** The id of the rule that a link leads to; null for any other link. */
function ruleOf({ target }: Link): string | null {
  return target.startsWith("rule:") ? target.slice("rule:".length) : null;
}

function linkProblem(link: Link, file: string, anchors: Map<string, Set<string>>): string | null {
  const rule = ruleOf(link);
  if (rule !== null) {
    if (!Object.hasOwn(rules, rule)) return `there is no rule ${rule}`;
    return link.text === `\`${rule}\`` ? null : `the link to ${rule} says ${link.text}`;
  }
  if (link.target.startsWith("https://")) return null;
  const [name, fragment] = link.target.split("#");
  const headings = anchors.get(name || file);
  if (!headings) return `there is no chapter ${name}`;
  return fragment === undefined || headings.has(fragment) ? null : `there is no heading ${link.target}`;
}

function fenceProblems(language: string, text: string): { line: number; message: string }[] {
  if (language === "http") return httpExampleFlaws(text);
  if (language === "mermaid") return diagramFlaws(text);
  if (language !== "json") return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ line: 0, message: `the example is not JSON: ${(error as Error).message}` }];
  }
}

/** Finds wishes without a rule: nobody could say whether they are met. */
function wishlistProblems({ rows }: Markdown): { line: number; message: string }[] {
  if (rows.length === 0) return [{ line: 1, message: "there is no wish" }];
  return rows
    .filter(({ links }) => links.every((link) => ruleOf(link) === null))
    .map(({ line }) => ({ line, message: "the wish has no rule" }));
}
