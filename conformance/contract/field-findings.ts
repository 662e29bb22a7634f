import type { RuleId } from "../../generated/rules.ts";
import type { Finding, HeaderList } from "../results/report-model.ts";
import { ANYWHERE_HEADERS, EXCLUSIVE_HEADERS, type ResponseHeader, type ResponseShape } from "./document.ts";
import { fieldLines } from "./message.ts";
import { validateText } from "./schema-validation.ts";
import { structuredProblem } from "./structured-fields.ts";

/** Compares the header fields of a response with the OpenAPI document. */

/** List-based fields, which may have several lines (RFC 9110, section 5.6.1). All others have one. */
const LISTS = new Set(["allow", "accept", "accept-encoding", "cache-control", "link", "www-authenticate"]);

/** Compares the header fields of a response with its definition: present, well formed, or absent. */
export function fieldFindings(shape: ResponseShape, headers: HeaderList): Finding[] {
  const declared = new Set(shape.headers.map(({ name }) => name));
  const forbidden = EXCLUSIVE_HEADERS.filter(({ name }) => !declared.has(name));
  return [
    ...shape.headers.flatMap((header) => findingsOfField(header, headers)),
    ...anywhereFindings(headers, declared),
    ...forbidden.flatMap(({ name, exclusive }) => presence(headers, name, exclusive)),
    ...(shape.absent?.headers ?? []).flatMap((name) =>
      presence(headers, name, (shape.absent as { rule: RuleId }).rule),
    ),
  ];
}

/**
 * Compares the fields that any response may have with their definitions.
 * @param others names of those that the response itself defines
 */
export function anywhereFindings(headers: HeaderList, others: ReadonlySet<string> = new Set()): Finding[] {
  return ANYWHERE_HEADERS.filter(({ name }) => !others.has(name)).flatMap((header) =>
    findingsOfField(header, headers),
  );
}

function presence(headers: HeaderList, name: string, rule: RuleId): Finding[] {
  const lines = fieldLines(headers, name);
  return lines.length === 0 ? [] : [{ rule, expected: `no ${name}`, got: `${name}: ${lines}` }];
}

function findingsOfField(
  { name, required, schema, structured, rules }: ResponseHeader,
  headers: HeaderList,
): Finding[] {
  const rule = rules[0] as RuleId;
  const lines = fieldLines(headers, name);
  if (lines.length === 0) {
    return required ? [{ rule, expected: `${name} to be present`, got: `no ${name}` }] : [];
  }
  const repeatable = structured ? structured.type === "list" : LISTS.has(name.toLowerCase());
  if (lines.length > 1 && !repeatable) {
    return [
      { rule, expected: `${name} exactly once`, got: `${name} ${lines.length} times: ${lines.join(" | ")}` },
    ];
  }
  const text = lines.join(", ");
  const wrong = validateText(schema, text).map(({ message }) => message);
  const [problem] = structured ? [...wrong, structuredProblem(structured, text)] : wrong;
  return problem ? [{ rule, expected: `${name} well formed: ${problem}`, got: `${name}: ${text}` }] : [];
}
