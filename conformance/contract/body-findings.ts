import type { RuleId } from "../../generated/rules.ts";
import type { Finding, HeaderList } from "../results/report-model.ts";
import { alternatives, type Operation, type ResponseShape, type Schema } from "./document.ts";
import { decodeUtf8, mediaType, parseJson, preview } from "./message.ts";
import { type SchemaError, validate } from "./schema-validation.ts";

/** Compares the body of a response with the OpenAPI document. */

/** The body of a response, with what its interpretation depends on. */
export interface Content {
  method: string;
  status: number;
  headers: HeaderList;
  body: Uint8Array | null;
  /** True if there was a body that was not recorded: then its content is not compared. */
  unseen?: boolean;
}

/** Compares the body of a response with its definition: presence, media type and content. */
export function bodyFindings(shape: ResponseShape, operation: Operation | null, content: Content): Finding[] {
  const { method, status } = content;
  const body = content.body ?? new Uint8Array();
  const rule = shape.rules[0] as RuleId;
  if (method === "HEAD" || status === 204 || status === 304) {
    if (body.length === 0) return [];
    const owner = method === "HEAD" ? (operation?.rules[0] ?? rule) : rule;
    return [{ rule: owner, expected: `no body with ${method} ${status}`, got: `${body.length} octets` }];
  }
  // A document that defines no content for a status leaves its body open.
  if (shape.content.size === 0) return [];
  const type = mediaType(content.headers);
  const schema = shape.content.get(type)?.schema;
  if (!schema) {
    const expected = `Content-Type: ${[...shape.content.keys()].join(" or ")}`;
    return [
      { rule: status >= 400 ? "error.problem.type" : rule, expected, got: `Content-Type: ${type || "none"}` },
    ];
  }
  if (content.unseen) return [];
  if (type === "application/newlines") return linesFindings(shape, body);
  return status >= 400 ? problemFindings(schema, status, rule, body) : jsonFindings(schema, rule, body);
}

function jsonFindings(schema: Schema, rule: RuleId, body: Uint8Array): Finding[] {
  const value = parseJson(body);
  if (value === undefined) return [notJson(rule, body)];
  return schemaProblem(validate(schema, value), "body", body, (error) => listingRule(value, error) ?? rule);
}

function notJson(rule: RuleId, body: Uint8Array): Finding {
  return { rule, expected: "a body of valid UTF-8 and JSON", got: preview(body) };
}

function schemaProblem(
  errors: SchemaError[],
  where: string,
  body: Uint8Array,
  ruleOf: (error: SchemaError) => RuleId,
): Finding[] {
  const error = deepestError(errors);
  if (!error) return [];
  return [{ rule: ruleOf(error), expected: `${where}${error.at}: ${error.message}`, got: preview(body) }];
}

/** The deepest error: if a schema has alternatives, the other errors are about alternatives that were not meant. */
function deepestError(errors: SchemaError[]): SchemaError | undefined {
  const score = ({ at, keyword }: SchemaError) => at.split("/").length * 2 + (keyword === "type" ? 0 : 1);
  const single = errors.filter(({ keyword }) => keyword !== "anyOf" && keyword !== "oneOf");
  return single.sort((a, b) => score(b) - score(a))[0];
}

/** The rule that an error in a record of a listing breaks; null for any other error. */
function listingRule(value: unknown, { at, member, keyword }: SchemaError): RuleId | null {
  const { items } = Object(value) as { items?: unknown };
  if (!Array.isArray(items) || typeof items[0] !== "object") return null;
  const noCollection = (keyword === "required" && member === "collection") || at.endsWith("/collection");
  return noCollection ? "partition.get.full" : "list.full.records";
}

/** Validates a body of lines by the schema of the JSON form of the same response: the lines are its items. */
function linesFindings(shape: ResponseShape, body: Uint8Array): Finding[] {
  const rule = "list.newlines.lines";
  const text = decodeUtf8(body);
  const items = text
    ?.split("\n")
    .slice(0, -1)
    .map((line) => parseJson(Buffer.from(line)));
  if (text === undefined || (text !== "" && !text.endsWith("\n")) || items?.includes(undefined)) {
    return [{ rule, expected: "one JSON value a line, each line ended by a line feed", got: preview(body) }];
  }
  const whole = shape.content.get("application/json");
  const errors = whole ? validate(whole.schema, { items }) : [];
  return schemaProblem(errors, "line", body, (error) => listingRule({ items }, error) ?? rule);
}

function problemFindings(schema: Schema, status: number, rule: RuleId, body: Uint8Array): Finding[] {
  const value = parseJson(body);
  if (value === undefined) return [notJson("error.problem.type", body)];
  const { code } = Object(value) as { code?: unknown };
  // The code selects the schema. With an unknown code, there is no schema to compare the other members with.
  const meant = alternatives(schema).find((kind) => takesCode(kind, code));
  if (!meant) {
    const expected = `body/code: one that this document gives for ${status}`;
    return [{ rule: "error.problem.code", expected, got: preview(body) }];
  }
  return schemaProblem(validate(meant, value), "body", body, (error) => problemRule(status, rule, error));
}

/** Whether the schema of a problem allows this code, whatever the other members are. */
function takesCode(schema: Schema, code: unknown): boolean {
  return !validate(schema, { code }, { all: true }).some(({ at }) => at === "/code");
}

/** The rules of single members of a problem. */
const MEMBERS: Record<string, RuleId> = {
  status: "error.problem.status",
  type: "error.problem.members",
  title: "error.problem.members",
  detail: "error.problem.members",
  instance: "error.problem.members",
  supported: "lifecycle.retired.supported",
};

function problemRule(status: number, rule: RuleId, { at, member }: SchemaError): RuleId {
  const name = at.split("/")[1] ?? member;
  if (name !== null && Object.hasOwn(MEMBERS, name)) return MEMBERS[name] as RuleId;
  if (status === 422) return "error.invalid.code";
  // A body that is not an object has no code.
  return name === "code" || name === null ? "error.problem.code" : rule;
}
