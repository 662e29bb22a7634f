/** Reads header fields that a user adds to all requests. */
import { UsageError } from "../results/errors.ts";
import type { HeaderList } from "../results/report-model.ts";
import { type At, Mistake } from "./location.ts";

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
/** Fields of the connection, and of the form of a request. */
const FRAMING = new Set(["host", "connection", "content-length", "transfer-encoding", "upgrade", "expect"]);

/**
 * Header fields that go with every request.
 * @throws Mistake that repeats no value
 */
export function readHeaders(headers: Record<string, string>, at: At): HeaderList {
  for (const [name, value] of Object.entries(headers)) {
    const flaw = flawOf(name, value);
    if (flaw !== null) throw new Mistake(at("headers", name), flaw);
  }
  return Object.entries(headers);
}

/**
 * Those of the command line, as `Name: value`.
 * @throws UsageError that repeats no value
 */
export function parseHeaders(lines: readonly string[]): HeaderList {
  return lines.map((line) => {
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, Math.max(0, colon)).trim(), line.slice(colon + 1).trim()];
    if (colon < 1 || value === "") throw new UsageError("--header: write it as 'Name: value'.");
    const flaw = flawOf(name, value);
    if (flaw !== null) throw new UsageError(`--header ${name}: ${flaw}`);
    return [name, value];
  });
}

/** Those of the first list, and those of the second that are not in the first. */
export function overridden(first: HeaderList, second: HeaderList): HeaderList {
  const names = new Set(first.map(([name]) => name.toLowerCase()));
  return [...first, ...second.filter(([name]) => !names.has(name.toLowerCase()))];
}

function flawOf(name: string, value: string): string | null {
  if (!TOKEN.test(name)) return "not a valid header name.";
  if (name.toLowerCase() === "authorization") {
    return 'credentials set it. Use "token" or "credentials" instead.';
  }
  if (FRAMING.has(name.toLowerCase())) return "each request sets it. Leave it out.";
  return /[^\t\x20-\x7e]/.test(value) ? "has characters that a header field cannot have." : null;
}
