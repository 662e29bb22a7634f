import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type HarContent, harBody } from "../../recorded/har-body.ts";
import type { HeaderList } from "../../results/report-model.ts";

interface Given {
  method?: string;
  status?: number;
  headers?: HeaderList;
  content?: HarContent;
  bodySize?: number;
}

/** The body that a response is taken to have had. */
function read({ method = "GET", status = 200, headers = [], ...response }: Given): string {
  const { octets, unseen } = harBody({ method, status, headers }, response);
  return unseen ? "unseen" : octets === null ? "none" : Buffer.from(octets).toString();
}

const JSON_TEXT = '{"a":"é"}';
const GZIP: HeaderList = [["content-encoding", "gzip"]];
const zipped = gzipSync(JSON_TEXT);

describe("a body is", () => {
  test.each<[string, Given, string]>([
    ["a text", { content: { size: 10, text: JSON_TEXT } }, JSON_TEXT],
    [
      "one in base64",
      { content: { size: 10, text: Buffer.from(JSON_TEXT).toString("base64"), encoding: "base64" } },
      JSON_TEXT,
    ],
    [
      "one that was decoded",
      { headers: GZIP, content: { size: 10, text: JSON_TEXT }, bodySize: 30 },
      JSON_TEXT,
    ],
    [
      "one whose size is that of the coded form (mitmproxy)",
      { headers: GZIP, content: { size: 30, compression: -20, text: JSON_TEXT }, bodySize: 30 },
      JSON_TEXT,
    ],
    [
      "one that was not decoded",
      {
        headers: GZIP,
        content: { size: zipped.length, text: zipped.toString("base64"), encoding: "base64" },
      },
      JSON_TEXT,
    ],
    [
      "one that was not decoded, in Brotli",
      {
        headers: [["Content-Encoding", "br"]],
        content: { text: brotliCompressSync(JSON_TEXT).toString("base64"), encoding: "base64" },
      },
      JSON_TEXT,
    ],
    ["one without a size", { content: { text: "{}" } }, "{}"],
    [
      "one with 304 that went over the wire",
      { status: 304, content: { size: 2, text: "{}" }, bodySize: 2 },
      "{}",
    ],
  ])("%s", (_, given, expected) => expect(read(given)).toBe(expected));
});

describe("there is none", () => {
  test.each<[string, Given]>([
    ["with a size of 0 and no octets", { content: { size: 0 }, bodySize: 0 }],
    ["with an empty text", { content: { size: 0, text: "" } }],
    ["with a length of 0", { headers: [["Content-Length", "0"]], content: { size: -1 } }],
    ["with 304, whatever a cache had", { status: 304, content: { size: 2, text: "{}" }, bodySize: 0 }],
    ["with 304, where nobody knows the octets", { status: 304, content: { size: 2, text: "{}" } }],
    ["with 204", { status: 204, content: { size: -1 } }],
    [
      "with HEAD, whose length is that of GET",
      { method: "HEAD", headers: [["content-length", "9"]], bodySize: 9 },
    ],
  ])("%s", (_, given) => expect(read(given)).toBe("none"));
});

describe("it is not seen", () => {
  test.each<[string, Given]>([
    ["without a text", { content: { size: 10 }, bodySize: 10 }],
    ["without any content", {}],
    ["without a size", { content: {}, bodySize: 10 }],
    ["where the octets are more", { content: { size: 0 }, bodySize: 10 }],
    [
      "where the length says that there was one",
      { headers: [["Content-Length", "9"]], content: { size: 0, text: "" } },
    ],
    [
      "where a tool says that it left it out",
      { content: { size: 0, text: "", comment: "not included" }, bodySize: 0 },
    ],
    ["cut", { content: { size: 5000, text: '{"a":' } }],
    ["cut, before it was coded", { headers: GZIP, content: { size: 5000, text: '{"a":' }, bodySize: 5000 }],
    [
      "in a coding that nobody knows",
      {
        headers: [["content-encoding", "zstd"]],
        content: { text: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]).toString("base64"), encoding: "base64" },
      },
    ],
    [
      "coded and damaged",
      { headers: GZIP, content: { text: zipped.subarray(0, 12).toString("base64"), encoding: "base64" } },
    ],
  ])("%s", (_, given) => expect(read(given)).toBe("unseen"));
});
