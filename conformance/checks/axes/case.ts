/** One write as a test case: the collection it goes to, its fields, and the fields that the record has afterwards. */
import type { Answer } from "../../exchange/answer.ts";
import { expectEqual } from "../support/expect.ts";
import type { ListedRecord } from "../support/listing-under-test.ts";
import { HELD, MOMENTS, PAYLOADS, SORTINDEXES, TTLS, type Write } from "./axes.ts";

/**
 * The collection that a write goes to. Those that hold nothing are other ones for each moment, so that what is committed
 * finds them as they were.
 */
export function collectionOf({ target, moment }: Write): string {
  return target === "emptied" || target === "dropped" ? `${target}${MOMENTS.indexOf(moment)}` : "c";
}

/** A write that is to be performed, and then was. */
export interface Case {
  write: Write;
  collection: string;
  id: string;
  /** What was said when it took effect: of a staged one, by the commit. */
  answer: Answer;
}

/** The name of a case within its partition. */
export const nameOf = ({ collection, id }: Case) => `${collection}/${id}`;

/** How a verdict names a case. */
export function describeCase({
  write: { form, moment, target, held, payload, sortindex, ttl },
  ...one
}: Case): string {
  const fields = Object.entries({ payload, sortindex, ttl })
    .filter(([, value]) => value !== "absent")
    .map(([name, value]) => `${name} ${value}`);
  const what = fields.length > 0 ? fields.join(", ") : "no field";
  const was = held === "ordinary" ? target : `${target} with its fields ${held}`;
  return `${nameOf(one as Case)} (${form}, ${moment}, target ${was}, ${what})`;
}

/** The fields that a write gives. */
export function given({ payload, sortindex, ttl }: Write): Record<string, unknown> {
  const all = { payload: PAYLOADS[payload], sortindex: SORTINDEXES[sortindex], ttl: TTLS[ttl] };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The payload and the sortindex that a record must have after a write; null: none. */
function resulting({ form, target, held, payload, sortindex }: Write) {
  const base = form === "put" || target !== "there" ? HELD.unset : HELD[held];
  const [text, weight] = [PAYLOADS[payload], SORTINDEXES[sortindex]];
  return {
    payload: text === undefined ? base.payload : (text ?? ""),
    sortindex: weight === undefined ? base.sortindex : weight,
  };
}

/** A record must have the payload and the sortindex that its write gave it, or left it. */
export function expectFields(one: Case, record: ListedRecord | undefined, listing: Answer): void {
  const found = record && { payload: record.payload, sortindex: record.sortindex ?? null };
  expectEqual(listing, describeCase(one), found ?? "nothing", resulting(one.write));
}
