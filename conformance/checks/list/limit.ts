/** Checks how many items a page holds, by `limit`, by the most records of a page and by its most bytes. */
import { parseJson } from "../../contract/message.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { affordable, limitsOf, MOST_BYTES } from "../support/announced-limits.ts";
import { control, expectEqual, expectStatus, expectThat, present } from "../support/expect.ts";
import { ids } from "../support/fixtures.ts";
import { itemsOf, ofListings, recordsOf } from "../support/listing-under-test.ts";

/** Records that every server takes in one list. */
const MOST_POSTED = 100;

/** Numbers that 32 bits make negative, zero or one, and the greatest of all. */
export const BEYOND_32_BITS = [2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];

export const LINES: { headers: [string, string][] } = { headers: [["Accept", "application/newlines"]] };

/** The items of a body of lines, and that it is one. */
export function linesOf(answer: Answer): unknown[] {
  expectEqual(answer, "the media type", answer.type, "application/newlines");
  const lines = (answer.text ?? "").split("\n");
  expectThat(answer, lines.pop() === "", "a line feed at the end", answer.text);
  return lines.map((line) => parseJson(Buffer.from(line)));
}

export const listLimit = {
  "list.limit.most": ofListings(async (listing) => {
    await listing.store(ids(5).map((id) => ({ id })));
    const whole = itemsOf(control(await listing.get(), 200));
    if (whole?.length !== 5) throw new Broken(`set-up: a listing of 5 records has ${whole?.length} items`);
    for (const query of [
      { limit: 1 },
      { limit: 2 },
      { limit: 4 },
      { limit: 2, full: "" },
      { limit: 2, sort: "index" },
      { limit: 2, ids: listing.names("r000", "r001", "r002"), newer: 0 },
    ]) {
      const answer = expectStatus(await listing.get({ query }), 200);
      const count = present("items", itemsOf(answer)).length;
      expectThat(answer, count <= query.limit, `at most ${query.limit} items`, count);
      const offset = present("X-Weave-Next-Offset", answer.header("X-Weave-Next-Offset"));
      const next = expectStatus(await listing.get({ query: { ...query, offset } }), 200);
      const more = present("items", itemsOf(next)).length;
      expectThat(next, more <= query.limit, `at most ${query.limit} items`, more);
    }
  }),

  "list.limit.least": ofListings(async (listing) => {
    const { json } = control(await listing.account.get("/info/configuration"), 200);
    const promised = present("max_page_records", json?.limits?.max_page_records);
    const all = ids(1100);
    const versions: number[] = [];
    for (let from = 0; from < all.length; from += MOST_POSTED) {
      versions.push(await listing.store(all.slice(from, from + MOST_POSTED).map((id) => ({ id }))));
    }
    // More than enough is newer than the sixth of eleven lists.
    const newer = present("a version", versions[5]);
    for (const query of [
      { limit: 3 },
      { limit: 400, full: "" },
      { limit: 1001 },
      { limit: 50, newer },
      { limit: 2, ids: listing.names("r500", "r900", "r1050") },
      { limit: all.length },
      ...BEYOND_32_BITS.map((limit) => ({ limit })),
    ]) {
      const answer = expectStatus(await listing.get({ query }), 200);
      const count = present("items", itemsOf(answer)).length;
      const least = Math.min(query.limit, all.length, promised);
      expectThat(answer, count >= least, `at least ${least} items`, count);
    }
    const unlimited = expectStatus(await listing.get(), 200);
    const count = present("items", itemsOf(unlimited)).length;
    const least = Math.min(all.length, promised);
    expectThat(unlimited, count >= least, `at least ${least} items`, count);
    const first = control(await listing.get({ query: { limit: 3 } }), 200);
    const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    const left = all.length - present("items", itemsOf(first)).length;
    for (const query of [{}, { limit: 400 }, { limit: left }]) {
      const next = expectStatus(await listing.get({ query: { ...query, offset } }), 200);
      const more = present("items", itemsOf(next)).length;
      const wanted = Math.min(query.limit ?? left, left, promised);
      expectThat(next, more >= wanted, `at least ${wanted} items`, more);
    }
  }),

  "list.limit.bytes": ofListings(async (listing) => {
    const limits = await limitsOf(listing.account);
    const { max_page_bytes: promised, max_record_payload_bytes: largest } = limits;
    // Several to a page, so that one that counts too much ends early.
    const size = Math.min(largest, Math.ceil(promised / 4));
    const count = Math.ceil(promised / size) + 2;
    affordable([listing], count * size, { limit: "max_page_bytes", value: promised, most: MOST_BYTES });
    const all = ids(count);
    // Bytes are neither characters nor what JSON makes of them: a line feed may be two there, an accent four or six.
    const escaped = Math.max(0, Math.min(Math.floor(size / 2), limits.max_request_bytes - size - 64));
    const payload =
      "\n".repeat(escaped) + "é".repeat(Math.floor((size - escaped) / 2)) + "x".repeat((size - escaped) % 2);
    for (const id of all) await listing.put(id, { payload });
    for (const sort of ["oldest", "index"]) {
      const seen: string[] = [];
      for (let offset: string | undefined, page = 0; page <= count; page++) {
        const query = { full: "", sort, ...(offset !== undefined && { offset }) };
        const answer = expectStatus(await listing.get({ query }), 200);
        const records = recordsOf(answer);
        seen.push(...records.map(({ id }) => id));
        offset = answer.header("X-Weave-Next-Offset");
        const left = seen.length < count;
        if (!left) break;
        const bytes = records.length * size;
        expectThat(answer, bytes >= promised, `payloads of at least ${promised} bytes`, bytes);
        expectThat(answer, offset !== undefined, "X-Weave-Next-Offset, as records are left,", "none");
      }
      const last = control(await listing.get(), 200);
      expectEqual(last, "the records of all pages", seen.toSorted(), all);
    }
    const page = expectStatus(await listing.get({ ...LINES, query: { full: "" } }), 200);
    const shown = linesOf(page).length;
    if (shown < count) {
      const bytes = shown * size;
      expectThat(page, bytes >= promised, `payloads of at least ${promised} bytes`, bytes);
      const offset = page.header("X-Weave-Next-Offset");
      expectThat(page, offset !== undefined, "X-Weave-Next-Offset, as records are left,", "none");
    }
  }),
} satisfies Partial<ChecksOf<"list">>;
