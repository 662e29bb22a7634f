/** The names of the report formats, and the default file of each. */
/** The formats of a report, each with its default file. */
export const FORMATS = [
  { name: "json", file: "report.json", about: "everything, for programs; its schema is report.schema.json" },
  { name: "html", file: "index.html", about: "everything, for people: one page that works offline" },
  { name: "junit", file: "junit.xml", about: "JUnit XML, which CI servers read: a test case a rule" },
  { name: "markdown", file: "report.md", about: "verdict, violations and gaps, for a comment or a wiki" },
  { name: "tap", file: "report.tap", about: "TAP 14: a line a rule, with what was seen as YAML" },
  { name: "har", file: "report.har", about: "HAR 1.2: every exchange, for the network tools of browsers" },
  { name: "badge", file: "badge.json", about: "the verdict for a shields.io endpoint badge" },
  { name: "github", file: null, about: "GitHub Actions: annotations, and the summary of the step" },
] as const;

export type FormatName = (typeof FORMATS)[number]["name"];

/** A format that makes a file; `github` writes to the log of a job. */
export type FileFormatName = Exclude<FormatName, "github">;

export const FORMAT_NAMES: readonly FormatName[] = FORMATS.map(({ name }) => name);

/** Picks the formats that make a file. */
export function fileFormats(names: readonly FormatName[]): FileFormatName[] {
  return names.filter((name) => name !== "github");
}

/** The name of a format's file in the folder of a report. */
export function defaultFile(name: FileFormatName): string {
  return FORMATS.find((format) => format.name === name)?.file ?? name;
}
