/** Servers with one fault each, for the rules of `checks/body/index.ts`. */
import { inflateSync } from "node:zlib";
import { answering, type Call, type FaultsOf, headersWith, replying } from "../fault.ts";
import { bodyForm } from "./form.ts";

/** A fault in how `Content-Type` is read; undefined leaves it as it came. */
function typing(does: string, read: (type: string | null, call: Call) => string | undefined) {
  return answering(does, (call) => {
    const type = call.octets.length > 0 ? read(call.headers.get("Content-Type"), call) : undefined;
    return call.pass(
      type === undefined ? {} : { headers: headersWith(call.headers, { "Content-Type": type }) },
    );
  });
}

const COMMA = /,(?=\s*[\]}]$)/;

export const body = {
  ...bodyForm,
  "body.type.missing": typing("takes a body without a type for JSON", (type) =>
    type === null ? "application/json" : undefined,
  ),

  "body.type.unknown": typing("takes any type that ends in +json for JSON", (type) =>
    type?.replace(/^application\/[^;]*\+json/, "application/json"),
  ),

  "body.type.accept": replying("lists JSON alone as what it takes", ({ headers }) => {
    if (headers.has("Accept")) headers.set("Accept", "application/json");
  }),

  "body.charset.other": typing("takes US-ASCII for the UTF-8 that it is a part of", (type) =>
    type?.replace(/charset=us-ascii/i, "charset=utf-8"),
  ),

  "body.charset.utf-8": typing("knows the name of UTF-8 in lower case only", (type) =>
    type?.replace("charset=UTF-8", "charset=unknown"),
  ),

  "body.encoding.other": answering("takes deflated bodies", (call) =>
    call.headers.get("Content-Encoding") === "deflate"
      ? call.pass({
          headers: headersWith(call.headers, { "Content-Encoding": null }),
          text: inflateSync(call.octets),
        })
      : call.pass(),
  ),

  "body.encoding.accept": replying("lists media types where a content coding is at fault", ({ headers }) => {
    if (!headers.has("Accept-Encoding")) return;
    headers.delete("Accept-Encoding");
    headers.set("Accept", "application/json");
  }),

  "body.encoding.identity": answering("refuses a body that has a Content-Encoding at all", (call) =>
    call.pass(
      call.headers.has("Content-Encoding")
        ? { headers: headersWith(call.headers, { "Content-Encoding": "unknown" }) }
        : {},
    ),
  ),

  "body.bom": answering("passes over a byte order mark", (call) =>
    call.pass(call.text.startsWith("\uFEFF") ? { text: call.text.slice(1) } : {}),
  ),

  "body.utf8": answering("puts U+FFFD in the place of what is not UTF-8", (call) =>
    call.pass(call.octets.length > 0 ? { text: call.text } : {}),
  ),

  "body.json": answering("allows a comma after the last member", (call) =>
    call.pass(COMMA.test(call.text) ? { text: call.text.replace(COMMA, "") } : {}),
  ),
} satisfies FaultsOf<"body">;
