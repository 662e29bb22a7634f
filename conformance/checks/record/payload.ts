/** Checks that payloads come back unchanged from every form of a write. */
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { FORMS, type Form, moments } from "../axes/axes.ts";
import { type Named, requestOf } from "../axes/requests.ts";
import { expectEqual, expectStatus, expectSuccess } from "../support/expect.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import type { SessionCheckContext } from "../support/with-sessions.ts";

/** Payloads that a careless server changes or refuses. */
const PAYLOADS = [
  "",
  "plain",
  "\u0000",
  "\u0000\u0001\u001f\u007f",
  "é€😀",
  "e\u0301 \u00e9",
  "\ufeff",
  "\ufeffa byte order mark is a character here",
  "\u2028\u2029\ufeff",
  "\ufffd\uffff\u{10ffff}",
  '"\\/\b\f\n\r\t',
  "\\u0000 \\ud83d \\n",
  " leading and trailing ",
  "carriage return\r\nand line feed\r",
  "null",
  "0",
  "007",
  '{"__proto__":{}}',
  "<a href='?x=%41+%20&amp;'> \\\\ a line feed at the end\n",
];
/** One of each octet length and one that fills no buffer evenly. */
const LONG = "x€é😀".repeat(10_001);
/** What JSON lets a client write in another way: escapes, in names too, and white space around everything. */
const SPELLED: readonly (readonly [text: string, payload: string])[] = [
  ['{"payload":"\\ud83d\\ude00\\u00e9\\/\\u0041"}', "😀é/A"],
  ['\r\n\t {\t"pay\\u006coad"\n:\r"x" } \n', "x"],
];

/** A record that is to be written, and its payload. */
type Sent = Named & { fields: { payload: string } };

/** All payloads in one list, or each in a request of its own. */
function requestsOf(form: Form, sent: Sent[]): Sent[][] {
  return form === "put" || form === "post" ? sent.map((one) => [one]) : [sent];
}

/** Payloads must come back from every form of a write, at once and committed, in records and in listings. */
export async function expectRoundTrip({ account, partition, begin }: SessionCheckContext): Promise<void> {
  const expectPayload = async (one: Sent) => {
    const path = `/${partition}/${one.collection}/${one.id}` as const;
    const answer = expectStatus(await account.get(path), 200);
    expectEqual(answer, "the payload", answer.json?.payload, one.fields.payload);
  };
  for (const [moment, when] of moments().entries()) {
    for (const [place, form] of FORMS.entries()) {
      const collection = `c${moment}${place}`;
      // Staged one by one, most of them would find the session at its end.
      const few = when === "committed" && (form === "put" || form === "post");
      const payloads = few ? [PAYLOADS.join("") + LONG, "\ufeff", "", "0"] : [...PAYLOADS, LONG];
      const sent = payloads.map((payload, index) => ({ collection, id: `k${index}`, fields: { payload } }));
      const session = when === "committed" ? await begin() : null;
      for (const some of requestsOf(form, sent)) {
        const { method, path, body } = requestOf(partition, form, some);
        const send = (): Promise<Answer> =>
          session ? session.request(method, path, body) : account.send(method, path, body);
        const answer = expectSuccess(await send());
        if (some.length > 1) expectEqual(answer, "failed", Object(answer.json).failed, {});
      }
      if (session) expectSuccess(await session.commit());
      const listing = expectStatus(
        await account.get(`/${partition}/${collection}`, { query: { full: "" } }),
        200,
      );
      const found = new Map(recordsOf(listing).map(({ id, payload }) => [id, payload]));
      for (const { id, fields } of sent) {
        expectEqual(listing, `the payload of ${id}, by ${form}, ${when},`, found.get(id), fields.payload);
      }
      // By itself too, as it goes another way; one form is enough to see that.
      if (form === "put" && !session) for (const one of sent) await expectPayload(one);
    }
  }
  for (const [text, payload] of SPELLED) {
    for (const [id, method] of [
      ["put", "PUT"],
      ["post", "POST"],
    ] as const) {
      expectSuccess(await account.send(method, `/${partition}/c/${id}`, new RawBody(text)));
      await expectPayload({ collection: "c", id, fields: { payload } });
    }
    const list = new RawBody(` [ ${text.replace("{", '{"id":"list",')} ] `);
    const answer = expectStatus(await account.send("POST", `/${partition}/c`, list), 200);
    expectEqual(answer, "failed", Object(answer.json).failed, {});
    await expectPayload({ collection: "c", id: "list", fields: { payload } });
  }
}
