import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { rules } from "../../generated/rules.ts";
import { diagramFlaws } from "./diagrams.ts";
import { exampleFlaws } from "./examples.ts";
import { type Link, type Markdown, parse } from "./markdown.ts";

export interface Chapter {
  /** Name of the file in the folder of the guide. */
  file: string;
  title: string;
  source: string;
  markdown: Markdown;
}

/** The chapters that `chapters.yaml` lists, in reading order, and what keeps the list from being the guide. */
export interface Guide {
  chapters: Chapter[];
  problems: string[];
}

const INDEX = "chapters.yaml";
const WISHLIST = "wishlist.md";

/** Reads the guide in `folder`. What is wrong with its index is among the problems, not thrown. */
export function readGuide(folder: string): Guide {
  const listed = parseYaml(readFileSync(join(folder, INDEX), "utf8")) as { file: string; title: string }[];
  const present = readdirSync(folder).filter((file) => file.endsWith(".md"));
  const names = listed.map(({ file }) => file);
  const chapters = listed
    .filter(({ file }) => present.includes(file))
    .map(({ file, title }) => {
      const source = readFileSync(join(folder, file), "utf8");
      return { file, title, source, markdown: parse(source) };
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

/** Everything in the guide that departs from the document or from itself, as `file:line: what`. */
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

/** The id of the rule that a link is to; null for any other link. */
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
  const there = anchors.get(name || file);
  if (!there) return `there is no chapter ${name}`;
  return fragment === undefined || there.has(fragment) ? null : `there is no heading ${link.target}`;
}

function fenceProblems(language: string, text: string): { line: number; message: string }[] {
  if (language === "http") return exampleFlaws(text);
  if (language === "mermaid") return diagramFlaws(text);
  if (language !== "json") return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ line: 0, message: `the example is not JSON: ${(error as Error).message}` }];
  }
}

/** Each wish has to lead to a rule, or nobody can tell whether it was met. */
function wishlistProblems({ rows }: Markdown): { line: number; message: string }[] {
  if (rows.length === 0) return [{ line: 1, message: "there is no wish" }];
  return rows
    .filter(({ links }) => links.every((link) => ruleOf(link) === null))
    .map(({ line }) => ({ line, message: "the wish has no rule" }));
}
