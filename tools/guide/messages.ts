/** A request or a response of an `http` example. */
export interface Message {
  /** Null for a response. */
  request: { method: string; target: string } | null;
  /** Null for a request. */
  status: number | null;
  headers: [name: string, value: string][];
  /** Empty where the example has none. */
  body: string;
  /** Line within the example, from 0. */
  line: number;
}

const REQUEST = /^([A-Z]+) (\S+) HTTP\/1\.1$/;
const RESPONSE = /^HTTP\/1\.1 ([1-9][0-9]{2}) .+$/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): *(.*)$/;

/**
 * Reads the messages of an example: start line, header fields, and after an empty line the body, which ends where the
 * next message begins.
 * @throws Error, whose message says what cannot be read
 */
export function parseMessages(text: string): Message[] {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, index) => (REQUEST.test(line) || RESPONSE.test(line) ? [index] : []));
  if (starts[0] !== 0) throw new Error("does not begin with a request line or a status line");
  return starts.map((start, index) => message(lines.slice(start, starts[index + 1]), start));
}

function message(lines: string[], line: number): Message {
  const [first = "", ...rest] = lines;
  const end = rest.indexOf("");
  const head = end < 0 ? rest : rest.slice(0, end);
  const [, method = "", target = ""] = REQUEST.exec(first) ?? [];
  const status = RESPONSE.exec(first)?.[1];
  return {
    request: status === undefined ? { method, target } : null,
    status: status === undefined ? null : Number(status),
    headers: head.map(field),
    body: end < 0 ? "" : rest.slice(end).join("\n").trim(),
    line,
  };
}

function field(line: string): [string, string] {
  const [, name, value] = FIELD.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`has "${line}" for a header field`);
  return [name, value];
}
