/** A Mermaid diagram: its drawing, and what it says to whoever does not see it. */
export interface Diagram {
  /** Of `accTitle:`; empty where it is missing. */
  title: string;
  /** Of `accDescr:`, or of `accDescr { … }`, in one line; empty where it is missing. */
  description: string;
  /** The text without title and description. */
  drawing: string;
}

const TITLE = /^[ \t]*accTitle:(.*)\n?/m;
const DESCRIPTION = /^[ \t]*accDescr(?::(.*)|\s*\{([^}]*)\})\n?/m;

/** Reads a diagram as Mermaid does, see https://mermaid.js.org/config/accessibility.html. */
export function parseDiagram(text: string): Diagram {
  const [, line = "", block = ""] = DESCRIPTION.exec(text) ?? [];
  return {
    title: (TITLE.exec(text)?.[1] ?? "").trim(),
    description: (line || block).trim().replaceAll(/\s+/g, " "),
    drawing: text.replace(TITLE, "").replace(DESCRIPTION, ""),
  };
}

/** What keeps a diagram from being read aloud. */
export function diagramFlaws(text: string): { line: number; message: string }[] {
  const { title, description } = parseDiagram(text);
  return [
    ...(title === "" ? [{ line: 0, message: "the diagram has no accTitle" }] : []),
    ...(description === "" ? [{ line: 0, message: "the diagram has no accDescr" }] : []),
  ];
}
