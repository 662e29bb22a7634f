import { isUtf8 } from "node:buffer";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { fieldLines } from "../contract/message.ts";
import type { HeaderList } from "../results/model.ts";
import type { RecordedBody } from "./recorded-exchange.ts";

/** `response.content` of an entry of a HAR file. */
export interface HarContent {
  /** After removal of the content coding, as HAR has it; some write the size before that, */
  size?: number;
  /** and here how much larger it is afterwards. */
  compression?: number;
  text?: string;
  encoding?: string;
  /** What a tool says where it left the text out. */
  comment?: string;
}

const EMPTY: RecordedBody = { octets: null, unseen: false };
const UNSEEN: RecordedBody = { octets: null, unseen: true };
const MAX_BYTES = 64 * 1024 * 1024;

/** Octets that may come out of all content codings of a file. */
export interface Budget {
  left: number;
}

/** A budget for one file. */
export function budget(): Budget {
  return { left: 4 * MAX_BYTES };
}

/**
 * The body of a response as far as a HAR file holds it. In doubt it is unseen: a body that was left out must not be
 * taken for one that the server did not send.
 * @param bodySize `response.bodySize`; -1 where the file does not say
 * @param room is used up by what comes out of content codings; without any, bodies are unseen
 */
export function harBody(
  { method, status, headers }: { method: string; status: number; headers: HeaderList },
  { content = {}, bodySize = -1 }: { content?: HarContent | undefined; bodySize?: number | undefined },
  room = budget(),
): RecordedBody {
  const { text = "", size = -1, compression = 0, encoding } = content;
  // Browsers show with a 304 what their cache had.
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

/** Removes a content coding that a tool left in place; null where that fails. */
function decode(coding: string, octets: Buffer, room: Budget): Buffer | null {
  const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
  const most = Math.min(MAX_BYTES, room.left);
  if (!decoder || most <= 0) return null;
  try {
    const decoded = decoder(octets, { maxOutputLength: most });
    room.left -= decoded.length;
    return decoded;
  } catch (error) {
    // So much had come out by then.
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") room.left -= most;
    return null;
  }
}
