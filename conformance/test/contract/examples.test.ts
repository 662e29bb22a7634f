import { expect, test } from "vitest";
import { ANYWHERE_HEADERS, DOCUMENT, OPERATIONS } from "../../contract/document.ts";
import { responseFindings } from "../../contract/response-findings.ts";
import type { HeaderList } from "../../results/report-model.ts";

type Node = Record<string, unknown>;

/** Follows references within the document. */
function resolve(node: unknown): Node {
  const { $ref } = node as { $ref?: string };
  if ($ref === undefined) return node as Node;
  const keys = $ref.slice(2).split("/");
  return resolve(keys.reduce<unknown>((at, key) => (at as Node)[key.replaceAll("~1", "/")], DOCUMENT));
}

/** The examples of a media type. */
function examples(media: Node): unknown[] {
  const many = Object.values((media.examples ?? {}) as Record<string, { value: unknown }>);
  return "example" in media ? [media.example] : many.map(({ value }) => value);
}

function headersOf(response: Node): HeaderList {
  const all = { ...(DOCUMENT["x-anywhere"] as Node), ...(response.headers as Node) };
  const entries = Object.entries(all).map(([name, header]): [string, string] => [
    name,
    String(resolve(header).example),
  ]);
  const absent = (response["x-absent"] as { headers: string[] } | undefined)?.headers ?? [];
  return entries.filter(([name]) => !absent.includes(name));
}

const CASES = OPERATIONS.flatMap(({ id, method, path, responses }) =>
  [...responses.keys()].map((status) => ({ id, method, path, status })),
);

test.each(CASES)("the examples of $id $status meet the contract", ({ method, path, status }) => {
  const item = resolve((DOCUMENT.paths as Node)[path]);
  const operation = item[method.toLowerCase()] as { responses: Node };
  const response = resolve(operation.responses[status]);
  const concrete = path.replace("{partition}", "storage").replace(/\{\w+\}/g, "a");
  const headers = headersOf(response);
  expect(headers.length).toBeGreaterThanOrEqual(ANYWHERE_HEADERS.length);
  const contents = method === "HEAD" ? [] : Object.entries((response.content ?? {}) as Record<string, Node>);
  const bodies = contents.flatMap(([type, media]) => examples(media).map((value) => ({ type, value })));
  if (bodies.length === 0) {
    expect(responseFindings({ method, path: concrete, status, headers, body: null })).toEqual([]);
  }
  for (const { type, value } of bodies) {
    const body = Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
    const given: HeaderList = [...headers, ["Content-Type", type]];
    expect(responseFindings({ method, path: concrete, status, headers: given, body })).toEqual([]);
  }
});
