/** Checks that single requests may reach the limits of octets, payloads and records, but not exceed them. */
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { Check, ChecksOf } from "../../runner/define-check.ts";
import { isInReach } from "../../runner/select/stages.ts";
import {
  affordable,
  controlTaken,
  expectTaken,
  limitsOf,
  MOST_BYTES,
  requireRoom,
  sendAsNewClient,
} from "../support/announced-limits.ts";
import { expectEqual, expectProblem, expectStatus, expectThat } from "../support/expect.ts";
import { read } from "../support/fixtures.ts";
import { Listing } from "../support/listing-under-test.ts";
import {
  type Excess,
  type Maker,
  payloads,
  postBytes,
  postRecords,
  recordOf,
  requestBytes,
  textOf,
} from "../support/oversized-requests.ts";
import { send } from "../support/sample-requests.ts";
import { withSessions } from "../support/with-sessions.ts";

/** What is over the limit is refused, what comes exactly up to it is not. */
function refuses(make: Maker, code = false): Check {
  return async ({ account, partition }) => {
    for (const { exact, over } of make(partition, await limitsOf(account))) {
      controlTaken(await send(account, exact));
      const answer = await sendAsNewClient((options) => send(account, over, options));
      if (code) expectProblem(answer, 413, "too-large");
      else expectStatus(answer, 413);
    }
  };
}

/** The same, and once more in a session. */
function stagedToo(make: Maker): Check {
  return withSessions(async (context) => {
    await refuses(make)(context);
    if (!isInReach("postSessions")) return;
    const { account, partition, begin } = context;
    const session = await begin();
    for (const { over } of make(partition, await limitsOf(account))) {
      expectStatus(await sendAsNewClient((options) => session.send(over, options)), 413);
    }
  });
}

function takes(make: Maker): Check {
  return async ({ account, partition }) => {
    for (const { exact } of make(partition, await limitsOf(account))) expectTaken(await send(account, exact));
  };
}

export const limitBody = {
  "limit.request-bytes": withSessions(async (context) => {
    const { account, partition } = context;
    await refuses(requestBytes, true)(context);
    // Of a body in chunks nobody knows the length before it is over.
    const [{ over, exact }] = requestBytes(partition, await limitsOf(account)) as [Excess];
    const chunked: [string, string] = ["Transfer-Encoding", "chunked"];
    controlTaken(await send(account, exact, { headers: [chunked] }));
    const answer = await sendAsNewClient((options) =>
      send(account, over, { ...options, headers: [...(options.headers ?? []), chunked] }),
    );
    expectProblem(answer, 413, "too-large");
    if (!isInReach("postSessions")) return;
    const session = await context.begin();
    expectProblem(await sendAsNewClient((options) => session.send(over, options)), 413, "too-large");
  }),
  "limit.request-bytes.within": takes(requestBytes),
  "limit.payload": stagedToo(payloads),

  "limit.payload.within": async ({ account, partition }) => {
    const limits = await limitsOf(account);
    const limit = "max_record_payload_bytes";
    const { [limit]: most, max_request_bytes: octets } = limits;
    // For what can be sent at all.
    payloads(partition, limits);
    // Escaped, each line feed takes two octets of the body, and one byte of the payload all the same.
    const escaped = Math.min(most, octets - most - 64);
    const texts = [textOf(most), "\n".repeat(escaped) + "x".repeat(most - escaped), "x".repeat(most)];
    const all = texts.flatMap((text) => [
      recordOf(partition, "PUT", text),
      recordOf(partition, "POST", text),
    ]);
    for (const sample of affordable(all, most, { limit, value: most, most: MOST_BYTES })) {
      const answer = await send(account, sample);
      expectTaken(answer);
      const stored = await read(account, sample.path as `/storage/${string}/${string}`);
      const sent = JSON.parse(String(Buffer.from(sample.body?.bytes ?? []))).payload;
      expectThat(answer, stored.payload === sent, "the payload to be stored whole", stored.payload);
    }
  },

  "limit.payload.list": withSessions(async ({ account, partition, begin }) => {
    const limits = await limitsOf(account);
    const { max_record_payload_bytes: most, max_post_bytes: all } = limits;
    requireRoom(most + 3 <= all, limits, "max_record_payload_bytes", "max_post_bytes");
    payloads(partition, limits);
    for (const whole of [false, true]) {
      const listing = new Listing(account, partition, whole);
      const list = (bytes: number) =>
        listing.list([
          { id: "a", payload: "x" },
          { id: "b", payload: textOf(bytes) },
          { id: "c", payload: "x" },
        ]);
      controlTaken(await listing.post(list(most)));
      await listing.put("b", { payload: "old" });
      const before = await listing.put("c", { payload: "old" });
      const answer = expectStatus(
        await sendAsNewClient((options) => listing.post(list(most + 1), options)),
        200,
      );
      const { success = [], failed = {} } = Object(answer.json) as {
        success?: string[];
        failed?: Record<string, string[]>;
      };
      expectEqual(answer, "failed", failed, { [listing.name("b")]: ["payload: too-large"] });
      expectEqual(answer, "success", success.toSorted(), ["a", "c"].map((id) => listing.name(id)).toSorted());
      const [failing, stored] = [await read(account, listing.at("b")), await read(account, listing.at("c"))];
      expectEqual(answer, "the payload of the record that failed", failing.payload, "old");
      expectEqual(answer, "the payload of the record that was stored", stored.payload, "x");
      expectThat(answer, stored.version > before, `a version above ${before}`, stored.version);
      if (!isInReach("postSessions")) continue;
      const session = await begin();
      const body = RawBody.json(list(most + 1));
      const staged = await sendAsNewClient((options) => session.request("POST", listing.path, body, options));
      expectEqual(expectStatus(staged, 202), "failed", Object(staged.json).failed, failed);
      await session.drop();
    }
  }),

  "limit.post-records": stagedToo(postRecords),
  "limit.post-records.within": async (context) => {
    const { account, partition } = context;
    await takes(postRecords)(context);
    const { max_post_records: most } = await limitsOf(account);
    const last = `r${most - 1}`;
    const stored = expectStatus(await account.get(`/${partition}/large`, { query: { ids: last } }), 200);
    expectEqual(stored, "the last record of the list", stored.json?.items, [last]);
  },
  "limit.post-bytes": stagedToo(postBytes),
  "limit.post-bytes.within": takes(postBytes),
} satisfies Partial<ChecksOf<"limit">>;
