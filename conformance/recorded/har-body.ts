import { isUtf8 } from "node:buffer";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { fieldLines } from "../contract/message.ts";
import type { HeaderList } from "../results/report-model.ts";
import type { RecordedBody } from "./recorded-exchange.ts";

/** Reads the body of a response from an entry of a HAR file, as far as the file has it. */

/** `response.content` of an entry of a HAR file. */
export interface HarContent {
  /** Octets of the body without its content coding (HAR 1.2). Some tools write the size with it. */
  size?: number;
  /** Octets that the content coding saved. */
  compression?: number;
  text?: string;
  encoding?: string;
  /** Why a tool left the text out. */
  comment?: string;
}

const EMPTY: RecordedBody = { octets: null, unseen: false };
const UNSEEN: RecordedBody = { octets: null, unseen: true };
const MAX_BYTES = 64 * 1024 * 1024;

/** Octets that the decoded bodies of a file may have together. */
export interface Budget {
  left: number;
}

/** A budget for one file. */
export function budget(): Budget {
  return { left: 4 * MAX_BYTES };
}

/**
 * The body of a response. In doubt it is unseen: a body that the file left out must not look like one that the server
 * did not send.
 * @param bodySize `response.bodySize`; -1 if the file does not say
 * @param room the budget for decoded bodies; when it is used up, bodies are unseen
 */
export function harBody(
  { method, status, headers }: { method: string; status: number; headers: HeaderList },
  { content = {}, bodySize = -1 }: { content?: HarContent | undefined; bodySize?: number | undefined },
  room = budget(),
): RecordedBody {
  const { text = "", size = -1, compression = 0, encoding } = content;
  // For a 304, browsers show the body from their cache.
  const bodiless = method === "HEAD" || status === 204 || status === 304;
  if (bodiless && (bodySize <= 0 || text === "")) return EMPTY;
  if (text === "") return isKnownEmpty(content, bodySize, headers) ? EMPTY : UNSEEN;

  const octets = encoding === "base64" ? Buffer.from(text, "base64") : Buffer.from(text);
  const coding = (fieldLines(headers, "content-encoding")[0] ?? "identity").toLowerCase();
  if (size > octets.length && size + compression !== octets.length) return UNSEEN;
  if (coding === "identity" || encoding !== "base64" || isUtf8(octets)) return { octets, unseen: false };
  const decoded = decode(coding, octets, room);
  return decoded ? { octets: decoded, unseen: false } : UNSEEN;
}

function isKnownEmpty({ text, size, comment }: HarContent, bodySize: number, headers: HeaderList): boolean {
  const [length] = fieldLines(headers, "content-length");
  if (length !== undefined) return Number(length) === 0;
  return comment === undefined && size === 0 && (bodySize === 0 || text === "");
}

const DECODERS: Record<string, typeof gunzipSync> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** Removes a content coding that a tool left in place; null if that fails. */
function decode(coding: string, octets: Buffer, room: Budget): Buffer | null {
  const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
  const most = Math.min(MAX_BYTES, room.left);
  if (!decoder || most <= 0) return null;
  try {
    const decoded = decoder(octets, { maxOutputLength: most });
    room.left -= decoded.length;
    return decoded;
  } catch (error) {
    // The decoder produced this much before it failed.
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") room.left -= most;
    return null;
  }
}
