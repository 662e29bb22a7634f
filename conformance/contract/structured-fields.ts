import { type BareItem, type Parameters, parseItem, parseList, Token } from "structured-headers";

/** Validates structured fields (RFC 9651) by the `x-structured-field` of the document. */

/** The type of a structured field, as `x-structured-field` defines it. Unknown parameters are allowed. */
export interface StructuredField {
  type: "item" | "list";
  /** The type of the item, or of each member of a list. No list has dates. */
  value: Kind;
  /** The smallest integer that is allowed. */
  minimum?: number;
  /** The largest number of members of a list. The smallest is one. */
  maxItems?: number;
  parameters?: Record<string, FieldParameter>;
}

interface FieldParameter {
  type: Exclude<Kind, "date">;
  required?: boolean;
  minimum?: number;
  /** The allowed values; without them, any. */
  values?: string[];
}

type Kind = "integer" | "string" | "token" | "date";

/** A member of a structured field; a date is in seconds since the epoch. */
export interface Member {
  value: BareItem;
  parameters: Parameters;
}

/** Parses an item; null if the text is not one. */
export function readItem(text: string, value: StructuredField["value"]): Member | null {
  try {
    return readMembers({ type: "item", value }, text)[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Parses an item as a list of one member, or the members of a list.
 * @throws Error if the text is not such a structured field
 */
function readMembers({ type, value }: StructuredField, text: string): Member[] {
  const plain = value === "date" ? dateAsInteger(text) : text;
  const members = type === "list" ? parseList(keepDecimals(plain)) : [parseItem(keepDecimals(plain))];
  return members.map(([member, parameters]) => {
    if (Array.isArray(member)) throw new Error("no inner list");
    return { value: member, parameters };
  });
}

/** Removes the `@` of a date, so that it is an integer: the library does not accept a date with parameters. */
function dateAsInteger(text: string): string {
  if (!/^ *@/.test(text)) throw new Error("a date, which begins with @");
  return text.replace("@", "");
}

/** A quoted string, or the text between two delimiters. It matches everywhere, so nothing is read twice. */
const PIECE = /"(?:[^"\\]|\\.)*(?:"|\\?$)|[^"=(, ;)]+/gs;

const WHOLE = /^-?\d+\.0{1,3}$/;

/** Changes `5.0` to `5.5`: the library parses it as the integer 5, but it is a decimal (RFC 9651, section 3.3.2). */
function keepDecimals(text: string): string {
  return text.replace(PIECE, (piece) => (WHOLE.test(piece) ? `${piece.split(".", 1)}.5` : piece));
}

/**
 * Validates the value of a structured field.
 * @param text the field value; several lines of a list are joined by commas
 * @returns the requirement that it does not meet; null if it is valid
 */
export function structuredProblem(field: StructuredField, text: string): string | null {
  let members: Member[];
  try {
    members = readMembers(field, text);
  } catch (error) {
    return `a structured field ${field.type} (${error instanceof Error ? error.message : error})`;
  }
  const { maxItems = Number.POSITIVE_INFINITY } = field;
  if (members.length === 0) return "at least one member";
  if (members.length > maxItems) return `at most ${maxItems} members`;
  return members.map((member) => memberProblem(field, member)).find((problem) => problem !== null) ?? null;
}

function memberProblem(field: StructuredField, { value, parameters }: Member): string | null {
  // A date was read as an integer.
  const problem = valueProblem({ ...field, type: field.value === "date" ? "integer" : field.value }, value);
  if (problem) return problem;
  for (const [name, parameter] of Object.entries(field.parameters ?? {})) {
    const given = parameters.get(name);
    if (given === undefined && parameter.required) return `the parameter ${name}`;
    const wrong = given === undefined ? null : valueProblem(parameter, given);
    if (wrong) return `${name}: ${wrong}`;
  }
  return null;
}

function valueProblem(
  { type, minimum = Number.NEGATIVE_INFINITY, values }: Omit<FieldParameter, "required">,
  value: BareItem,
): string | null {
  if (kindOf(value) !== type) return `of the type ${type}`;
  if (typeof value === "number" && value < minimum) return `at least ${minimum}`;
  if (values && !values.includes(String(value))) return `one of ${values.join(", ")}`;
  return null;
}

function kindOf(value: BareItem): Kind | null {
  if (Number.isInteger(value)) return "integer";
  if (typeof value === "string") return "string";
  return value instanceof Token ? "token" : null;
}
