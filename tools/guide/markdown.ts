/** A fenced block: what is between the lines of backticks. */
export interface Fence {
  /** What follows the opening backticks, e.g. `json`. */
  language: string;
  /** Line of the file on which the text begins, from 1. */
  line: number;
  text: string;
}

export interface Link {
  /** With its backticks, where it has any. */
  text: string;
  target: string;
  line: number;
}

/** A row of a table, header and delimiter rows aside. */
export interface Row {
  line: number;
  links: Link[];
}

/** What the checks need of a Markdown file; the subset that the guide is written in. */
export interface Markdown {
  /** Of the first line, where that is a heading of the first level; else empty. */
  title: string;
  /** Fragments by which the headings can be linked to. */
  anchors: Set<string>;
  links: Link[];
  rows: Row[];
  fences: Fence[];
}

/** The fragment of a heading: lower case, without punctuation, hyphens for spaces, as GitHub has it. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}

const LINK = /\[((?:`[^`]*`|[^\]`])*)\]\(([^()\s]+)\)/g;

/** Reads a chapter. A link may run over the end of a line in its text, not in its target. */
export function parse(source: string): Markdown {
  const { prose, fences } = split(source.split("\n"));
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

/** Parts the fenced blocks from the rest, in which empty lines stand for them so that line numbers stay. */
function split(lines: string[]): { prose: string[]; fences: Fence[] } {
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

/** Line numbers of the rows below the delimiter row of each table. */
function bodyRows(prose: string[]): number[] {
  let inBody = false;
  return prose.flatMap((line, index) => {
    if (!line.startsWith("|")) inBody = false;
    else if (/^\|(?: *:?-+:? *\|)+$/.test(line)) inBody = true;
    else if (inBody) return [index + 1];
    return [];
  });
}
