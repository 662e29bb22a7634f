// Parses the HTTP messages of an `http` example.
/** A request or a response of an `http` example. */
export interface Message {
  /** Null for a response. */
  request: { method: string; target: string } | null;
  /** Null for a request. */
  status: number | null;
  headers: [name: string, value: string][];
  /** Empty if the example has none. */
  body: string;
  /** Line of the example, from 0. */
  line: number;
}

const REQUEST = /^([A-Z]+) (\S+) HTTP\/1\.1$/;
const RESPONSE = /^HTTP\/1\.1 ([1-9][0-9]{2}) .+$/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): *(.*)$/;

/**
 * Parses the messages of an example: start line, header fields, an empty line and the body. The next start line ends
 * the body.
 * @throws Error that says what cannot be parsed
 */
export function parseMessages(text: string): Message[] {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, index) => (REQUEST.test(line) || RESPONSE.test(line) ? [index] : []));
  if (starts[0] !== 0) throw new Error("does not begin with a request line or a status line");
  return starts.map((start, index) => parseMessage(lines.slice(start, starts[index + 1]), start));
}

function parseMessage(lines: string[], line: number): Message {
  const [startLine = "", ...rest] = lines;
  const end = rest.indexOf("");
  const fieldLines = end < 0 ? rest : rest.slice(0, end);
  const [, method = "", target = ""] = REQUEST.exec(startLine) ?? [];
  const status = RESPONSE.exec(startLine)?.[1];
  return {
    request: status === undefined ? { method, target } : null,
    status: status === undefined ? null : Number(status),
    headers: fieldLines.map(parseField),
    body: end < 0 ? "" : rest.slice(end).join("\n").trim(),
    line,
  };
}

function parseField(line: string): [string, string] {
  const [, name, value] = FIELD.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`has "${line}" for a header field`);
  return [name, value];
}
