import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { BaselineFile } from "../results/apply-baseline.ts";
import { UsageError } from "../results/errors.ts";
import { shorten, visible } from "../results/format-text.ts";
import schema from "./baseline.schema.json" with { type: "json" };
import { dotted } from "./location.ts";
import { decoded } from "./utf8.ts";

/** A baseline with its parsed document, which an update changes. */
export interface OpenBaseline extends BaselineFile {
  text: string;
  /** Has a map with a list `failures` of as many maps as there are entries. */
  document: Document;
}

/** The content of the file, by its schema. */
interface Written {
  failures: {
    rule: string;
    reason: string;
    issue?: string;
    expires?: string;
    flaky?: boolean;
    cause?: string;
  }[];
}

/** The form of the value of each key, for messages. */
const HAS_TO_BE: Readonly<Record<string, string>> = {
  failures: "a list of entries",
  rule: "the id of a rule",
  reason: "a string that says why the violation is accepted",
  issue: "a URL that begins with http:// or https://",
  expires: "a day such as 2027-01-31",
  flaky: "true or false",
  cause: "what a report names so",
};

/**
 * Reads a file of known failures.
 * @throws UsageError that names each mistake by file, line, column and key
 */
export function readBaseline(path: string): OpenBaseline {
  let octets: Buffer;
  try {
    octets = readFileSync(path);
  } catch (error) {
    const reason = (error as Error).message;
    throw new UsageError(
      `${path}: cannot be read: ${reason}. "sync2 baseline --write" makes one from a report.`,
    );
  }
  return parseBaseline(decoded(path, octets), path);
}

/**
 * @param file its path, for messages
 * @throws UsageError as `readBaseline`
 */
export function parseBaseline(text: string, file: string): OpenBaseline {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter, logLevel: "error" });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  // Messages quote no values, because the user may have named a file with secrets by mistake.
  const wrong = document.errors.map(
    ({ pos, code }) => `${at(pos[0])}: not valid YAML: ${code.toLowerCase().replaceAll("_", " ")}`,
  );
  visit(document, {
    Alias: (_, { range }) => {
      wrong.push(
        `${at(range?.[0] ?? 0)}: an alias (*name) is not allowed here. Write out its value, or put it in quotes`,
      );
    },
  });
  if (wrong.length > 0) throw mistakes(wrong);

  const written: unknown = document.toJS();
  const validate = validator();
  if (!validate(written)) {
    throw mistakes((validate.errors ?? []).map((error) => mistake(error, document, at)));
  }
  const line = (offset: number) => lineCounter.linePos(offset).line;
  return {
    file,
    text,
    document,
    entries: written.failures.map(
      ({ issue = null, expires = null, flaky = false, cause = null, ...entry }, index) => {
        const [start = 0, end = 0] = rangeOf(document.getIn(["failures", index], true));
        const length = text.slice(start, end).trimEnd().length;
        return {
          ...entry,
          issue,
          expires,
          flaky,
          cause,
          lines: [line(start), line(start + Math.max(0, length - 1))],
        };
      },
    ),
  };
}

let compiled: ValidateFunction<Written> | undefined;

/** Compiled on first use, because most runs have no baseline. */
function validator(): ValidateFunction<Written> {
  if (compiled === undefined) {
    const ajv = new Ajv2020({ allErrors: true });
    formats.default(ajv);
    compiled = ajv.compile<Written>(schema);
  }
  return compiled;
}

function mistakes(all: readonly string[]): UsageError {
  const messages = [...new Set(all)].map((line) => `${line}.`).join("\n");
  return new UsageError(`${messages}\n"sync2 baseline --help" lists the keys of an entry.`);
}

function mistake({ keyword, instancePath, params }: ErrorObject, document: Document, at: At): string {
  const path = instancePath.split("/").slice(1);
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const say = (place: unknown, keys: string[], what: string) => {
    const [offset = 0] = rangeOf(place);
    return `${at(offset)}: at ${shorten(visible(dotted(keys)), 80)}: ${what}`;
  };
  if (keyword === "additionalProperties") {
    const key = String(params.additionalProperty);
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key) === key)
      : null;
    const keys = path.length === 0 ? ["failures"] : Object.keys(schema.$defs.failure.properties);
    // Without a space after the colon, YAML reads key and value as one key.
    return say(
      pair?.key ?? node,
      [...path, key.replace(/:.*/s, ":…")],
      `is not a key here. The keys are ${keys.join(", ")}`,
    );
  }
  const key: string = keyword === "required" ? params.missingProperty : (path.at(-1) ?? "");
  const what = HAS_TO_BE[key] ?? (path.length === 0 ? "a map with failures" : "a map with rule and reason");
  if (keyword === "required") return say(node, [...path, key], `is missing. It has to be ${what}`);
  return say(node, path, `has to be ${what}`);
}

type At = (offset: number) => string;

function rangeOf(node: unknown): readonly number[] {
  return (node as { range?: readonly number[] | null } | null | undefined)?.range ?? [];
}
