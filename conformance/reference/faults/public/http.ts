/** What a server inherits of its framework: HTTP, its header fields, and text. */
import { gzipSync } from "node:zlib";
import { LIMITS } from "../../service-limits.ts";
import { answering, headersWith, Reply, replying, storing } from "../fault.ts";
import { turnInto } from "../support/peek.ts";
import { eachListed, parse } from "../support/request.ts";
import { crash, lists } from "./common.ts";
import type { PublicFaults } from "./fault.ts";

/** What takes two code units of UTF-16. */
const ASTRAL = /[\u{10000}-\u{10ffff}]/gu;

export const http: PublicFaults = {
  "gzip-weight-zero": {
    ...compressing("compresses for a client that gives gzip the weight 0", (accepted) =>
      /(^|,)\s*gzip\s*;\s*q=0(\.0*)?\s*(,|$)/i.test(accepted),
    ),
    source: "Kludex/starlette #3495: gzip although Accept-Encoding says gzip;q=0",
    noticedBy: "encoding.refused",
  },

  "gzip-in-name": {
    ...compressing(
      "compresses for a client that names a coding with gzip in its name",
      (accepted) => /gzip/i.test(accepted) && !/(^|[,\s])(gzip|\*)\s*(;|,|$)/i.test(accepted),
    ),
    source: "labstack/echo #3021: gzip for whatever coding has gzip in its name",
    noticedBy: "encoding.refused",
  },

  "nothing-coded": {
    ...replying("sends Content-Encoding with answers that have no body", (reply, call) => {
      const accepts = /gzip/.test(call.headers.get("Accept-Encoding") ?? "");
      if (accepts && [204, 304].includes(reply.status)) reply.headers.set("Content-Encoding", "gzip");
    }),
    source: "restify/node-restify #454: Content-Encoding stays on a 204 and 304",
    noticedBy: null,
    allowed: "no sentence is about fields of an answer that has no body, and the client accepts the coding",
  },

  "compression-unvaried": {
    ...replying("leaves Vary out of what it may compress", (reply) => reply.headers.delete("Vary")),
    source: "yesodweb/wai #627: the gzip middleware does not set Vary",
    noticedBy: null,
    allowed: "every answer is no-store, so that Vary has nothing to say; no sentence asks for it",
  },

  "head-uncoded": {
    ...replying("leaves Content-Encoding out of the answer to a HEAD", (reply, call) => {
      if (call.method === "HEAD") reply.headers.delete("Content-Encoding");
    }),
    source: "dotnet/aspnetcore #24844: GET and HEAD differ in Content-Encoding",
    noticedBy: null,
    allowed:
      "a HEAD has the header fields of this protocol that a GET has, of which Content-Encoding is none",
  },

  "head-missing-200": {
    ...replying("answers 200 to a HEAD of a record that does not exist", (reply, call) => {
      if (call.operation !== "headRecord" || reply.status !== 404) return;
      reply.status = 200;
      reply.headers.set("X-Last-Modified-Version", "0");
      reply.headers.set("Content-Type", "application/json");
    }),
    source: "ember-nexus/api #394: a HEAD of what does not exist is 200",
    noticedBy: "record.head",
  },

  "head-of-views-404": {
    ...replying("answers 404 to a HEAD of an information view", (reply, call) => {
      if (call.operation?.startsWith("headInfo")) turnInto(reply, 404, "not-found");
    }),
    source: "vlucas/bulletphp #25: a HEAD of a path that has a handler for GET alone is 404",
    noticedBy: "info.quota.head",
  },

  "hawk-encoded-target": {
    ...refusingHawk("refuses Hawk credentials on a target with a percent sign", ({ target }) =>
      target.includes("%"),
    ),
    source: "wealdtech/hawk #38: a bad MAC where the URL has percent-encoded characters",
    noticedBy: "auth.hawk",
  },

  "hawk-hash-ascii": {
    ...refusingHawk(
      "refuses the Hawk hash of a body that is more than ASCII",
      ({ octets, headers }) =>
        /hash="/.test(headers.get("Authorization") ?? "") && octets.some((octet) => octet > 0x7f),
    ),
    source: "mozilla/hawk #152: the two sides hash a payload in different encodings",
    noticedBy: "auth.hawk",
  },

  "chunked-unlimited": {
    ...answering("does not count the octets of a chunked body", (call) => {
      const chunked = call.headers.get("Transfer-Encoding")?.toLowerCase() === "chunked";
      if (!chunked || call.octets.length <= LIMITS.max_request_bytes) return call.pass();
      const body = parse(call.text);
      return call.pass(body === undefined ? {} : { text: JSON.stringify(body) });
    }),
    source:
      "danbooru/danbooru #3552: the limit of an upload is that of Content-Length, which a chunked body lacks",
    noticedBy: "limit.request-bytes",
  },

  "long-target-414": {
    ...replying("answers 414 to a target of more than 4 KiB", (reply, call) => {
      if (call.target.length > 4096) turnInto(reply, 414, "uri-too-long");
    }),
    source: "supabase/supabase-js #766: URI too long for a filter with many ids",
    noticedBy: "path.long-target",
  },

  "weights-by-digits": {
    ...accepting("reads the weight 0.85 as greater than 0.9", (accept) =>
      accept.replace(/q=0\.(\d{1,3})/g, (_, digits: string) => `q=${(Number(digits) / 1000).toFixed(3)}`),
    ),
    source: "palantir/conjure-rust #426: the weight 0.2 is read as two thousandths",
    noticedBy: "accept.weights",
  },

  "weighted-range-unread": {
    ...accepting(
      "does not know */* in Accept where it has a weight",
      (accept) =>
        accept
          .split(",")
          .filter((range) => !/^\s*\*\/\*\s*;/.test(range))
          .join() || "none/none",
    ),
    source: "palantir/conjure-rust #426: */* with a weight is no wildcard",
    noticedBy: "accept.weights",
  },

  "any-language-fails": {
    ...replying("answers 500 where Accept-Language has a *", (reply, call) => {
      if (call.headers.get("Accept-Language")?.includes("*") && reply.ok) crash(reply);
    }),
    source: "opf/openproject #5674: a * in Accept-Language is an error",
    noticedBy: "message.language.any",
  },

  "foreign-language-fails": {
    ...replying(
      "answers 500 to messages where the language preferred most is one that it lacks",
      (reply, call) => {
        const [first = ""] = (call.headers.get("Accept-Language") ?? "").split(/[,;-]/);
        if (call.operation === "getMessages" && first && !["en", "de", "fr", "*"].includes(first))
          crash(reply);
      },
    ),
    source:
      "ocaml/ocaml.org #205: an error 500 for readers whose first language is neither English nor French",
    noticedBy: "message.language.default",
  },

  "astral-lost-in-listings": {
    ...replying("shows characters beyond U+FFFF as U+FFFD in listings", (reply, call) => {
      if (!lists(call) || reply.text.search(ASTRAL) < 0) return;
      eachListed(reply, call, (record) => {
        if (record.payload) record.payload = record.payload.replaceAll(ASTRAL, "\ufffd");
      });
    }),
    source: "apache/couchdb #715: text beyond the BMP is damaged in a view and not in the document",
    noticedBy: "record.payload.round-trip",
  },

  "nul-truncates": {
    ...storing("ends a payload at U+0000", (store) => ({
      write: (account, changes, quota) =>
        store.write(
          account,
          changes.map((change) =>
            "fields" in change && typeof change.fields.payload === "string"
              ? {
                  ...change,
                  fields: { ...change.fields, payload: change.fields.payload.split("\0")[0] ?? "" },
                }
              : change,
          ),
          quota,
        ),
    })),
    source: "arangodb/arangodb #1409: values are cut off at a null character",
    noticedBy: "record.payload.round-trip",
  },
};

/** Compresses what the server sends plain. */
function compressing(does: string, isOne: (accepted: string) => boolean) {
  return answering(does, async (call) => {
    const reply = await call.pass();
    const plain = !reply.headers.has("Content-Encoding") && reply.octets.length > 0;
    if (!plain || !isOne(call.headers.get("Accept-Encoding") ?? "")) return reply;
    reply.headers.set("Content-Encoding", "gzip");
    return new Reply(reply.status, reply.headers, gzipSync(reply.octets));
  });
}

type Call = Parameters<Parameters<typeof answering>[1]>[0];

function refusingHawk(does: string, isOne: (call: Call) => boolean) {
  return answering(does, (call) => {
    const hawk = call.headers.get("Authorization")?.startsWith("Hawk ");
    if (!hawk || !isOne(call)) return call.pass();
    return call.pass({ headers: headersWith(call.headers, { Authorization: null }) });
  });
}

function accepting(does: string, read: (accept: string) => string) {
  return answering(does, (call) => {
    const accept = call.headers.get("Accept");
    return call.pass(accept ? { headers: headersWith(call.headers, { Accept: read(accept) }) } : {});
  });
}
