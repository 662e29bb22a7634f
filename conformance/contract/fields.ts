import type { RuleId } from "../../generated/rules.ts";
import type { Finding, HeaderList } from "../results/report-model.ts";
import { ANYWHERE, EXCLUSIVE, type ResponseHeader, type ResponseShape } from "./document.ts";
import { fieldLines } from "./message.ts";
import { validateText } from "./schema.ts";
import { structuredProblem } from "./structured.ts";

/** List-based fields (RFC 9110, section 5.6.1) may stand on several lines; all others stand once. */
const LISTS = new Set(["allow", "accept", "accept-encoding", "cache-control", "link", "www-authenticate"]);

/** Holds the header fields of a response to its definition: each there and well formed, none that must be absent. */
export function fieldProblems(shape: ResponseShape, headers: HeaderList): Finding[] {
  const declared = new Set(shape.headers.map(({ name }) => name));
  const strays = EXCLUSIVE.filter(({ name }) => !declared.has(name));
  return [
    ...shape.headers.flatMap((header) => fieldProblem(header, headers)),
    ...anywhereProblems(headers, declared),
    ...strays.flatMap(({ name, exclusive }) => presence(headers, name, exclusive)),
    ...(shape.absent?.headers ?? []).flatMap((name) =>
      presence(headers, name, (shape.absent as { rule: RuleId }).rule),
    ),
  ];
}

/**
 * Holds the fields that may stand on any response to their definitions, wherever they turn up.
 * @param others names of those that the response itself defines
 */
export function anywhereProblems(headers: HeaderList, others: ReadonlySet<string> = new Set()): Finding[] {
  return ANYWHERE.filter(({ name }) => !others.has(name)).flatMap((header) => fieldProblem(header, headers));
}

function presence(headers: HeaderList, name: string, rule: RuleId): Finding[] {
  const found = fieldLines(headers, name);
  return found.length === 0 ? [] : [{ rule, expected: `no ${name}`, got: `${name}: ${found}` }];
}

function fieldProblem(
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
