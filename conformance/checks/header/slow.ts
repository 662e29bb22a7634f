/** Checks that a write whose body arrives slowly is dated no earlier than the responses that were given meanwhile. */
import { RawBody } from "../../exchange/typed-bodies.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { control, expectThat, present } from "../support/expect.ts";
import { sleep } from "../support/fixtures.ts";
import { Listing, recordsOf } from "../support/listing-under-test.ts";

const TIMESTAMP = "X-Weave-Timestamp";
/** Seconds in which the clock of a server goes on by one at least. */
const REST = 1.1;

export const headerSlow = {
  "header.timestamp.slow": needs({ waits: true }, async ({ account, partition }) => {
    const listing = new Listing(account, partition, true);
    await listing.store([{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }]);
    let goOn = () => {};
    const rest = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slowly = { headers: [["Transfer-Encoding", "chunked"]] as [string, string][], rest };
    const record = RawBody.json({ payload: "x" });
    const list = RawBody.lines(listing.list([{ id: "c", payload: "x" }]));
    const sent = [
      account.send("PUT", listing.at("a"), record, slowly),
      account.send("POST", listing.at("b"), record, slowly),
      listing.post(list, slowly),
    ];
    await sleep(REST);
    const meanwhile = await account.get("/info/collections");
    goOn();
    const answers = await Promise.all(sent);
    const least = present(TIMESTAMP, control(meanwhile, 200).integer(TIMESTAMP));
    const page = control(await listing.get({ query: { full: "" } }), 200);
    for (const [index, answer] of answers.entries()) {
      control(answer, 200, 204);
      const id = ["a", "b", "c"][index];
      const stored = recordsOf(page).find((each) => each.id === id);
      for (const [what, time] of [
        [TIMESTAMP, answer.integer(TIMESTAMP)],
        [`modified of ${id}`, stored?.modified],
      ] as const) {
        expectThat(answer, time !== undefined && time >= least, `${what} of at least ${least}`, time);
      }
    }
  }),
} satisfies Partial<ChecksOf<"header">>;
