// Parses the subset of Markdown in which the guide is written: headings, links, tables and fenced blocks.
/** A fenced code block. */
export interface Fence {
  /** The word after the opening backticks, e.g. `json`. */
  language: string;
  /** Line of the file on which the text begins, from 1. */
  line: number;
  text: string;
}

/** A link. */
export interface Link {
  /** Text between the brackets, with its backticks. */
  text: string;
  target: string;
  line: number;
}

/** A row of the body of a table. */
export interface Row {
  line: number;
  links: Link[];
}

/** The parts of a Markdown file that the checks read. */
export interface Markdown {
  /** The heading of the first level on the first line; empty if there is none. */
  title: string;
  /** Fragments of the headings, for links. */
  anchors: Set<string>;
  links: Link[];
  rows: Row[];
  fences: Fence[];
}

/** The fragment of a heading as GitHub makes it: in lower case, without punctuation, hyphens instead of spaces. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}

const LINK = /\[((?:`[^`]*`|[^\]`])*)\]\(([^()\s]+)\)/g;

/** Parses a Markdown file. The text of a link may continue on the next line, its target may not. */
export function parseMarkdown(source: string): Markdown {
  const { prose, fences } = separateFences(source.split("\n"));
  const text = prose.join("\n");
  const links = [...text.matchAll(LINK)].map(({ 1: label = "", 2: target = "", index }) => ({
    text: label,
    target,
    line: text.slice(0, index).split("\n").length,
  }));
  const headings = prose.flatMap((line) => /^#{1,6} +(.+)$/.exec(line)?.[1] ?? []);
  return {
    title: /^# +(.+)$/.exec(prose[0] ?? "")?.[1] ?? "",
    anchors: new Set(headings.map(anchor)),
    links,
    rows: bodyRows(prose).map((line) => ({ line, links: links.filter((link) => link.line === line) })),
    fences,
  };
}

/** Separates prose from fenced blocks. Empty lines replace the blocks in the prose, so line numbers stay the same. */
function separateFences(lines: string[]): { prose: string[]; fences: Fence[] } {
  const fences: Fence[] = [];
  let open: { language: string; line: number; lines: string[] } | null = null;
  const prose = lines.map((line, index) => {
    if (open && line.startsWith("```")) {
      fences.push({ language: open.language, line: open.line, text: open.lines.join("\n") });
      open = null;
    } else if (open) {
      open.lines.push(line);
    } else if (line.startsWith("```")) {
      open = { language: line.slice(3).trim(), line: index + 2, lines: [] };
    } else {
      return line;
    }
    return "";
  });
  return { prose, fences };
}

/** Line numbers of the rows in the bodies of tables. */
function bodyRows(prose: string[]): number[] {
  let inBody = false;
  return prose.flatMap((line, index) => {
    if (!line.startsWith("|")) inBody = false;
    else if (/^\|(?: *:?-+:? *\|)+$/.test(line)) inBody = true;
    else if (inBody) return [index + 1];
    return [];
  });
}
