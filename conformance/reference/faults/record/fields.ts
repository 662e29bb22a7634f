/** Servers with one fault each, for the rules of `checks/record/fields.ts`. */
import { answering, type Fault, type FaultsOf } from "../fault.ts";
import { refused, sending, writesRecord } from "../support/request.ts";

/** A year in seconds, about the longest that anybody thinks of. */
const YEAR = 31_536_000;

/** A fault that refuses what it should take, in the text of the body of a single record. */
function refusing(does: string, isRefused: (text: string) => boolean): Fault {
  return answering(does, (call) =>
    writesRecord(call) && isRefused(call.text) ? refused(call, 422) : call.pass(),
  );
}

/** A fault that takes another value of a field for the one that is sent; what it returns undefined for stays. */
function reading(does: string, field: string, change: (value: unknown) => unknown): Fault {
  return sending(does, (body) => {
    const value = change(body[field]);
    return value === undefined ? body : { ...body, [field]: value };
  });
}

export const recordFields = {
  "record.payload.string": reading("makes a text of a payload that is a number", "payload", (payload) =>
    typeof payload === "number" ? String(payload) : undefined,
  ),

  "record.payload.round-trip": reading("stores payloads in normal form C", "payload", (payload) =>
    typeof payload === "string" ? payload.normalize("NFC") : undefined,
  ),

  "record.payload.surrogate": reading("replaces an unpaired surrogate by U+FFFD", "payload", (payload) =>
    typeof payload === "string" ? Buffer.from(payload).toString() : undefined,
  ),

  "record.payload.surrogate.list": answering("replaces an unpaired surrogate in a list by U+FFFD", (call) =>
    call.pass(
      call.operation === "postCollection" || call.operation === "postPartition"
        ? { text: call.text.replace(/\\ude00|\\ud83d(?!\\ude00)/g, "\ufffd") }
        : {},
    ),
  ),

  "record.sortindex.range": refusing("refuses a negative `sortindex`", (text) => /"sortindex":-/.test(text)),

  "record.sortindex.invalid": reading("takes digits in a text for a `sortindex`", "sortindex", (sortindex) =>
    typeof sortindex === "string" && /^\d+$/.test(sortindex) ? Number(sortindex) : undefined,
  ),

  "record.integer.integral": refusing("parses an integer as digits only", (text) =>
    /"(?:sortindex|ttl)":-?\d+[.e]/i.test(text),
  ),

  "record.ttl.range": refusing(
    "refuses a `ttl` of more than a year",
    (text) => Number(/"ttl":(\d+)/.exec(text)?.[1] ?? 0) > YEAR,
  ),

  "record.ttl.invalid": reading("takes a `ttl` of 0 for none", "ttl", (ttl) =>
    ttl === 0 ? null : undefined,
  ),

  "record.put.payload-required": reading("takes null as payload for the default", "payload", (payload) =>
    payload === null ? "" : undefined,
  ),
} satisfies Partial<FaultsOf<"record">>;
