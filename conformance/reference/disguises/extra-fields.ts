/** Disguises that add header fields, and members of JSON objects. */
import { changingResponses, type Disguise } from "./disguise.ts";

const EXTRA_FIELDS: [name: string, value: string][] = [
  ["Server", "weave/2.0 (disguised)"],
  ["X-Request-Id", "0b1f5c9e"],
  ["X-Weave-Node", "node-17"],
  ["X-Last-Modified", "1795000000.12"],
  ["X-Content-Type-Options", "nosniff"],
  ["Strict-Transport-Security", "max-age=31536000"],
  ["Via", "1.1 balancer"],
  ["Set-Cookie", "route=1; Path=/"],
  ["Set-Cookie", "zone=b; Path=/"],
  ["Empty", ""],
];

/** The protocol allows other header fields beside its own, and other directives and parameters. */
export const fields: Disguise = changingResponses(
  "sends more header fields than the protocol has",
  (response) => {
    const { headers } = response;
    for (const [name, value] of EXTRA_FIELDS) headers.append(name, value);
    if (headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-store, max-age=0");
    const type = headers.get("Content-Type");
    if (type) headers.set("Content-Type", `${type}; charset=utf-8`);
    return response;
  },
);

const MORE = { instance: "urn:uuid:8d5b1b52", detail: "more of it", trace: { id: 7, spans: ["a", null] } };

/** Objects that may have additional members, recognised by these members (components/schemas). */
const OPEN: string[][] = [
  ["limits", "protocol"],
  ["id", "scope", "expires_in"],
  ["usage", "quota"],
  ["id", "severity", "text"],
];

/** Problems may have more members (RFC 9457, section 3.2), as may every object that the document does not close. */
export const members: Disguise = changingResponses(
  "adds members to problems and other objects",
  async (response) => {
    const { status, headers } = response;
    const type = headers.get("Content-Type") ?? "";
    if (!/json/.test(type) || headers.has("Content-Encoding")) return response;
    const text = await response.text();
    if (text === "") return new Response(null, { status, headers });
    const value: unknown = JSON.parse(text);
    const changed = /problem/.test(type) ? { ...(value as object), ...MORE } : extended(value);
    headers.delete("Content-Length");
    return new Response(JSON.stringify(changed), { status, headers });
  },
);

/** Adds members to an open object, and to open objects inside it. */
function extended(value: unknown): unknown {
  const object = Object(value) as Record<string, unknown>;
  if (listsMessages(object))
    return { ...object, items: object.items.map(extended), total: object.items.length };
  if (!isOpen(object)) return value;
  const { limits, protocol } = object as { limits?: object; protocol?: object };
  return {
    ...object,
    ...(limits && protocol && { limits: { ...limits, max_tabs: 7 }, protocol: { ...protocol, build: "x" } }),
    extra: { more: [] },
  };
}

/** Recognises a page of messages; a page of records is closed and has other items. */
function listsMessages(object: Record<string, unknown>): object is { items: object[] } {
  const { items } = object;
  return Array.isArray(items) && items.length > 0 && items.every((item) => "severity" in Object(item));
}

function isOpen(value: unknown): boolean {
  return OPEN.some((names) => names.every((name) => Object.hasOwn(Object(value), name)));
}
