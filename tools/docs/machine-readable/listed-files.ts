// Lists the files for programs, with a title and a description.
import { componentPath, schemaPath } from "./schema-files.ts";

/** A file for programs, as lists show it. */
export interface FileEntry {
  path: string;
  title: string;
  /** A sentence. */
  description: string;
}

/** The files that `machine-readable.html` and `llms.txt` describe. */
export const FILES: readonly FileEntry[] = [
  {
    path: "openapi.json",
    title: "OpenAPI document",
    description: "The whole protocol, bundled, with its rules.",
  },
  {
    path: "openapi.yaml",
    title: "OpenAPI document, YAML",
    description: "The same document, easier to read.",
  },
  {
    path: "openapi.annotated.json",
    title: "OpenAPI document, annotated",
    description: "The same with its rules in its descriptions, where Swagger UI and Scalar show them.",
  },
  { path: "rules.json", title: "Rules", description: "Every rule by its id: level, sentence, place, page." },
  { path: schemaPath("rules"), title: "Schema of the rules", description: "Of rules.json." },
  {
    path: schemaPath("report"),
    title: "Schema of a report",
    description: "Of report.json, which a run of the conformance suite writes.",
  },
  {
    path: schemaPath("comparison"),
    title: "Schema of a comparison",
    description: "Of what a run against several servers writes.",
  },
  {
    path: schemaPath("configuration"),
    title: "Schema of the configuration",
    description: "Of sync2.config.yaml, for editors and validators.",
  },
  {
    path: schemaPath("baseline"),
    title: "Schema of a baseline",
    description: "Of sync2-baseline.yaml, the list of known failures.",
  },
  {
    path: componentPath("Record"),
    title: "Schema of a record",
    description: "A Basic Storage Object, as sent.",
  },
  {
    path: componentPath("Problem"),
    title: "Schema of a problem",
    description: "What every error of the protocol has for a body.",
  },
];
