import { MIMEType } from "node:util";
import type { Operation } from "../contract/document.ts";
import { Refusal, refuse } from "./problem.ts";

/** Octets after which the HTTP layer stops reading. */
const MOST = 64 * 1024 * 1024;

/**
 * Reads and parses the body that an operation takes; of `application/newlines` it makes the list that it stands for.
 * @returns undefined where the operation takes none
 * @throws Refusal 415 for its type, charset or coding, 413 when it is endless, 422 when it cannot be parsed
 */
export async function readBody(operation: Operation, request: Request): Promise<unknown> {
  if (operation.requestTypes.length === 0) return undefined;
  const coding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (coding !== "identity") throw new Refusal(415, { headers: { "Accept-Encoding": "identity" } });

  const type = mediaType(request.headers.get("content-type"));
  if (type === null || !operation.requestTypes.includes(type)) {
    if (!request.headers.has("content-type") && (await readOctets(request)).length === 0)
      refuseBody("missing");
    throw new Refusal(415, { headers: { Accept: operation.requestTypes.join(", ") } });
  }
  const octets = await readOctets(request);
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
    return type === "application/newlines" ? parseLines(text) : JSON.parse(text);
  } catch {
    return refuseBody("invalid");
  }
}

function refuseBody(reason: "missing" | "invalid"): void {
  refuse([{ location: "body", name: "", reason, description: `the body is ${reason}` }]);
}

/** The media type without parameters; null for what is no media type or has another charset than UTF-8. */
function mediaType(contentType: string | null): string | null {
  try {
    const { essence, params } = new MIMEType(contentType ?? "");
    return (params.get("charset") ?? "utf-8").toLowerCase() === "utf-8" ? essence : null;
  } catch {
    return null;
  }
}

/** A blank line holds JSON's white space only; `trim` would pass over a byte order mark too (body.bom). */
function parseLines(text: string): unknown[] {
  return text
    .split("\n")
    .filter((line) => /[^ \t\r]/.test(line))
    .map((line) => JSON.parse(line));
}

async function readOctets(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > MOST) break;
      chunks.push(chunk);
    }
  } catch {
    // The client went away in the middle of its body: there is nobody left to answer.
    throw new Refusal(408);
  }
  if (length > MOST) throw new Refusal(413);
  return Buffer.concat(chunks);
}
