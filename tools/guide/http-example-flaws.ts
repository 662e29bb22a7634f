// Checks `http` examples of texts against the OpenAPI document.
import { bodyFindings } from "../../conformance/contract/body-findings.ts";
import {
  ANYWHERE_HEADERS,
  OPERATIONS,
  type Operation,
  RATE_LIMITED,
  type ResponseShape,
} from "../../conformance/contract/document.ts";
import { fieldFindings } from "../../conformance/contract/field-findings.ts";
import { findOperation } from "../../conformance/contract/find-operation.ts";
import { mediaType } from "../../conformance/contract/message.ts";
import { validate, validateText } from "../../conformance/contract/schema-validation.ts";
import { type Message, parseMessages } from "./parse-http-messages.ts";

/** A mistake in an example. */
export interface Flaw {
  /** Line of the example, from 0. */
  line: number;
  message: string;
}

/** Names of header fields that belong to this protocol, so the document has to define them. */
const PROTOCOL_FIELD = /^X-(?:Weave|If|Last)-/i;

const RESPONSES = OPERATIONS.flatMap(({ responses }) => [...responses]);
const RESPONSE_FIELDS = new Set(
  [...RESPONSES.flatMap(([, { headers }]) => headers), ...ANYWHERE_HEADERS].map(({ name }) =>
    name.toLowerCase(),
  ),
);

/**
 * Compares an `http` example with the document. A response answers the request before it in the same example. Examples
 * may leave out header fields and bodies; those that they show have to be correct.
 */
export function httpExampleFlaws(text: string): Flaw[] {
  let messages: Message[];
  try {
    messages = parseMessages(text);
  } catch (error) {
    return [{ line: 0, message: `the example ${(error as Error).message}` }];
  }
  return messages.flatMap((message, index) => {
    const flaws = message.request
      ? requestFlaws(message, message.request)
      : responseFlaws(message, messages[index - 1]?.request ?? null);
    return flaws.map((flaw) => ({ line: message.line, message: flaw }));
  });
}

function pathOf(target: string): string {
  return target.split("?", 1)[0] as string;
}

function requestFlaws(message: Message, { method, target }: NonNullable<Message["request"]>): string[] {
  const operation = findOperation(method, pathOf(target));
  if (!operation) return [`the document has no ${method} ${pathOf(target)}`];
  const queries = [...new URL(target, "http://endpoint.test").searchParams.keys()];
  return [
    ...queries
      .filter((name) => !operation.parameters.some((known) => known.in === "query" && known.name === name))
      .map((name) => `${operation.id} has no query parameter ${name}`),
    ...message.headers.flatMap(([name, value]) => requestFieldFlaws(name, value, operation)),
    ...requestBodyFlaws(message, operation),
  ];
}

function requestFieldFlaws(name: string, value: string, { id, parameters }: Operation): string[] {
  const known = parameters.find(
    (parameter) => parameter.in === "header" && parameter.name.toLowerCase() === name.toLowerCase(),
  );
  if (!known) return PROTOCOL_FIELD.test(name) ? [`${name} is no header field of ${id}`] : [];
  return validateText(known.schema, value).map(({ message }) => `${name}: ${value} ${message}`);
}

function requestBodyFlaws(
  { headers, body }: Message,
  { id, requestTypes, requestSchema }: Operation,
): string[] {
  if (body === "") return [];
  const type = mediaType(headers);
  if (!requestTypes.includes(type)) return [`${id} takes no body of the type ${type || "that is not given"}`];
  if (type !== "application/json" || !requestSchema) return [];
  try {
    return validate(requestSchema, JSON.parse(body)).map(
      ({ at, message }) => `the request body of ${id}${at} ${message}`,
    );
  } catch {
    return [`the request body of ${id} is not JSON`];
  }
}

function responseFlaws(message: Message, request: Message["request"]): string[] {
  const status = message.status as number;
  const operation = request && findOperation(request.method, pathOf(request.target));
  const shape = responseShape(status, operation);
  const where = `${status} of ${operation?.id ?? "any operation"}`;
  if (!shape) return [`the document has no ${where}`];
  const { headers } = message;
  const names = headers.map(([name]) => name.toLowerCase());
  const shownFields = shape.headers.filter(({ name }) => names.includes(name.toLowerCase()));
  const body = Buffer.from(message.body);
  const problems = [
    ...fieldFindings({ ...shape, headers: shownFields }, headers),
    // The schema of a body is only known together with the request.
    ...(operation && body.length > 0
      ? bodyFindings(shape, operation, { method: operation.method, status, headers, body })
      : []),
  ];
  return [
    ...headers
      .filter(([name]) => PROTOCOL_FIELD.test(name) && !RESPONSE_FIELDS.has(name.toLowerCase()))
      .map(([name]) => `${name} is no header field of any response`),
    ...problems.map(({ expected, got }) => `${where}: expected ${expected}, got ${got}`),
  ];
}

function responseShape(status: number, operation: Operation | null): ResponseShape | undefined {
  const declared = operation ? [...operation.responses] : RESPONSES;
  return (
    declared.find(([known]) => known === status)?.[1] ??
    (status === RATE_LIMITED.status ? RATE_LIMITED.shape : undefined)
  );
}
