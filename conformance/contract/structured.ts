import { type BareItem, type Parameters, parseItem, parseList, Token } from "structured-headers";

/** What a structured field (RFC 9651) may hold, as `x-structured-field` has it. Unknown parameters are tolerated. */
export interface StructuredField {
  type: "item" | "list";
  /** Dates stand alone, in no list. */
  value: Kind;
  /** Least value of an integer. */
  minimum?: number;
  /** Most members of a list, which has at least one. */
  maxItems?: number;
  parameters?: Record<string, FieldParameter>;
}

interface FieldParameter {
  type: Exclude<Kind, "date">;
  required?: boolean;
  minimum?: number;
  /** Those that it may have; none: any. */
  values?: string[];
}

type Kind = "integer" | "string" | "token" | "date";

/** A member of a structured field; a date is in seconds since the epoch. */
export interface Member {
  value: BareItem;
  parameters: Parameters;
}

/** Parses an item; null where the text is none. */
export function readItem(text: string, value: StructuredField["value"]): Member | null {
  try {
    return readMembers({ type: "item", value }, text)[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Parses the one member of an item, or those of a list.
 * @throws where the text is no such structured field
 */
function readMembers({ type, value }: StructuredField, text: string): Member[] {
  const plain = value === "date" ? withoutAt(text) : text;
  const members = type === "list" ? parseList(keepDecimals(plain)) : [parseItem(keepDecimals(plain))];
  return members.map(([member, parameters]) => {
    if (Array.isArray(member)) throw new Error("no inner list");
    return { value: member, parameters };
  });
}

/** The library does not accept a date with parameters; without its first octet a date is an integer. */
function withoutAt(text: string): string {
  if (!/^ *@/.test(text)) throw new Error("a date, which begins with @");
  return text.replace("@", "");
}

/** A quoted string, or what is between two delimiters: it matches everywhere, so that nothing is read twice. */
const PIECE = /"(?:[^"\\]|\\.)*(?:"|\\?$)|[^"=(, ;)]+/gs;

const WHOLE = /^-?\d+\.0{1,3}$/;

/** The library gives `5.0` as 5, but a decimal is no integer (RFC 9651, section 3.3.2): its fraction is made to show. */
function keepDecimals(text: string): string {
  return text.replace(PIECE, (piece) => (WHOLE.test(piece) ? `${piece.split(".", 1)}.5` : piece));
}

/**
 * Holds the value of a structured field to what the document says of it.
 * @param text the field value; several lines of a list joined by commas
 * @returns what it should be, null when it is so
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
