import { InvalidArgumentError, Option } from "commander";
import { FORMAT_NAMES, FORMATS, type FormatName } from "../../report/formats/format-names.ts";
import { list } from "../option-values.ts";

/** `--format <name,…>`, the same wherever reports are written; its value is a list of names, each once. */
export function formatOption(description: string): Option {
  return new Option("--format <name,...>", description).argParser(formats).default([], "none");
}

function formats(text: string, before: FormatName[]): FormatName[] {
  const names = list(text, before);
  const unknown = names.find((name) => !FORMAT_NAMES.includes(name as FormatName));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `"${unknown}" is not a format. The formats are ${FORMAT_NAMES.join(", ")}.`,
    );
  }
  return [...new Set(names as FormatName[])];
}

/** The formats for a help text, a line each: name, default file and what it is. */
export function formatLines(): string {
  return FORMATS.map(
    ({ name, file, about }) => `  ${name.padEnd(10)}${(file ?? "").padEnd(13)}${about}`,
  ).join("\n");
}
