/** Servers with one fault each, for the rules of `checks/limit/body.ts`. */
import { LIMITS } from "../../service-limits.ts";
import { answering, type Call, type FaultsOf } from "../fault.ts";
import { bytes, type Element, instead, listOf } from "../support/limit.ts";
import { parse, writesRecord } from "../support/request.ts";

/** Octets of all payloads, as something counts them. */
function sum(list: Element[], count: (payload: string) => number): number {
  return list.reduce((all, { payload }) => all + (typeof payload === "string" ? count(payload) : 0), 0);
}

const characters = (payload: string) => payload.length;

/** The payload of the one record in the body of a call; null where there is none. */
function payloadOf(call: Call): string | null {
  const { payload } = Object(writesRecord(call) ? parse(call.text) : null) as Element;
  return typeof payload === "string" ? payload : null;
}

export const limitBody = {
  "limit.request-bytes": answering("counts the octets of a body without its white space", (call) => {
    if (call.octets.length <= LIMITS.max_request_bytes) return call.pass();
    const body = parse(call.text);
    return call.pass(body === undefined ? {} : { text: JSON.stringify(body) });
  }),

  "limit.request-bytes.within": answering("takes only less than max_request_bytes", (call) =>
    call.pass(call.octets.length === LIMITS.max_request_bytes ? { text: `${call.text} ` } : {}),
  ),

  "limit.payload": answering("counts the characters of a payload", (call) => {
    const payload = payloadOf(call) ?? "";
    const most = LIMITS.max_record_payload_bytes;
    const missed = bytes(payload) > most && characters(payload) <= most;
    return call.pass(missed ? { text: '{"payload":""}' } : {});
  }),

  "limit.payload.within": answering("counts a payload with its escapes", (call) => {
    const payload = payloadOf(call) ?? "";
    const most = LIMITS.max_record_payload_bytes;
    const seen = bytes(JSON.stringify(payload)) - 2;
    return call.pass(seen > most ? { text: JSON.stringify({ payload: "x".repeat(most + 1) }) } : {});
  }),

  "limit.payload.list": answering("counts the characters of a payload in a list", (call) => {
    const list = listOf(call) ?? [];
    const most = LIMITS.max_record_payload_bytes;
    const missed = ({ payload }: Element) =>
      typeof payload === "string" && bytes(payload) > most && payload.length <= most;
    if (!list.some((element) => missed(Object(element)))) return call.pass();
    return instead(
      call,
      list.map((element) => (missed(element) ? { ...element, payload: "" } : element)),
    );
  }),

  "limit.post-records": answering("counts the elements of a list from 0", (call) => {
    const list = listOf(call) ?? [];
    const most = LIMITS.max_post_records;
    return list.length === most + 1 ? instead(call, list.slice(0, most)) : call.pass();
  }),

  "limit.post-records.within": answering("takes only fewer than max_post_records", (call) => {
    const list = listOf(call) ?? [];
    return list.length === LIMITS.max_post_records ? instead(call, [...list, {}]) : call.pass();
  }),

  "limit.post-bytes": answering("counts the characters of all payloads of a list", (call) => {
    const list = listOf(call) ?? [];
    const most = LIMITS.max_post_bytes;
    if (sum(list, bytes) <= most || sum(list, characters) > most) return call.pass();
    return instead(
      call,
      list.map((element) => ({ ...element, payload: "" })),
    );
  }),

  "limit.post-bytes.within": answering("takes only less than max_post_bytes", (call) => {
    const list = listOf(call) ?? [];
    if (sum(list, bytes) !== LIMITS.max_post_bytes) return call.pass();
    return instead(
      call,
      list.map((element, index) => (index === 0 ? { ...element, payload: `${element.payload}x` } : element)),
    );
  }),
} satisfies Partial<FaultsOf<"limit">>;
