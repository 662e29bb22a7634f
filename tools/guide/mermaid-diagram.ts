// Parses Mermaid diagrams and checks that each has a title and a description.
/** A Mermaid diagram, with its title and description for readers who do not see it. */
export interface Diagram {
  /** The text after `accTitle:`; empty if missing. */
  title: string;
  /** The text of `accDescr:` or `accDescr { … }` in one line; empty if missing. */
  description: string;
  /** The text without title and description. */
  drawing: string;
}

const TITLE = /^[ \t]*accTitle:(.*)\n?/m;
const DESCRIPTION = /^[ \t]*accDescr(?::(.*)|\s*\{([^}]*)\})\n?/m;

/** Parses a diagram as Mermaid does, see https://mermaid.js.org/config/accessibility.html. */
export function parseDiagram(text: string): Diagram {
  const [, line = "", block = ""] = DESCRIPTION.exec(text) ?? [];
  return {
    title: (TITLE.exec(text)?.[1] ?? "").trim(),
    description: (line || block).trim().replaceAll(/\s+/g, " "),
    drawing: text.replace(TITLE, "").replace(DESCRIPTION, ""),
  };
}

/** Finds what a screen reader lacks: the title or the description of the diagram. */
export function diagramFlaws(text: string): { line: number; message: string }[] {
  const { title, description } = parseDiagram(text);
  return [
    ...(title === "" ? [{ line: 0, message: "the diagram has no accTitle" }] : []),
    ...(description === "" ? [{ line: 0, message: "the diagram has no accDescr" }] : []),
  ];
}
