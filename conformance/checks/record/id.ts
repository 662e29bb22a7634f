/** Checks which ids a record may have, and that ids that differ in case name different records. */
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { moments } from "../axes/axes.ts";
import { expectEqual, expectStatus, expectSuccess } from "../support/expect.ts";
import { expectNamed, expectNamesMissing, ORDINARY_NAMES } from "../support/expect-names.ts";
import { put } from "../support/fixtures.ts";
import { Listing } from "../support/listing-under-test.ts";
import { withSessions } from "../support/with-sessions.ts";

export const recordId = {
  "record.id.syntax": async ({ account, partition }) => {
    await expectNamesMissing(account, partition, (name) => `/${partition}/sample/${name}`, "x".repeat(65));
  },

  "record.id.length": withSessions(async (context) => {
    const { account, partition } = context;
    for (const id of ["-", "_", "x".repeat(64)]) await expectNamed(context, "c", id);
    for (const id of ["x", "A-_9".repeat(16)]) {
      expectSuccess(await account.put(`/${partition}/c/${id}`, { payload: "x" }));
      const answer = expectStatus(await account.get(`/${partition}/c/${id}`), 200);
      expectEqual(answer, "the id", answer.json?.id, id);
    }
  }),

  "record.id.case": withSessions(async ({ account, partition, begin }) => {
    await put(account, `/${partition}/c/Case`, { payload: "upper" });
    expectStatus(await account.get(`/${partition}/c/case`), 404);
    expectSuccess(await account.put(`/${partition}/c/case`, { payload: "lower" }));
    const upper = expectStatus(await account.get(`/${partition}/c/Case`), 200);
    expectEqual(upper, "the payload", upper.json?.payload, "upper");
    if (!isInReach("postCollection")) return;
    // Side by side too, in one list or one commit.
    const twins = ["id", "ID", "Id"].map((id) => ({ id, payload: id }));
    for (const moment of moments()) {
      const session = moment === "committed" ? await begin() : null;
      const listing = new Listing(account, partition, moment === "committed");
      const [path, body] = [listing.path, RawBody.json(listing.list(twins))];
      expectSuccess(await (session ? session.request("POST", path, body) : listing.post(body)));
      if (session) expectSuccess(await session.commit());
      const expectThere = async ({ id }: { id: string }) => {
        const answer = expectStatus(await account.get(listing.at(id)), 200);
        expectEqual(answer, "the payload", answer.json?.payload, id);
      };
      for (const twin of twins) await expectThere(twin);
      expectSuccess(await account.delete(listing.at("ID")));
      await expectThere({ id: "id" });
    }
  }),

  "record.id.ordinary": async ({ account, partition }) => {
    await put(account, `/${partition}/c/a`, { payload: "x" });
    for (const id of ORDINARY_NAMES) {
      expectStatus(await account.get(`/${partition}/c/${id}`), 404);
      expectSuccess(await account.put(`/${partition}/c/${id}`, { payload: id }));
      const answer = expectStatus(await account.get(`/${partition}/c/${id}`), 200);
      expectEqual(answer, "the payload", answer.json?.payload, id);
      const posted = expectStatus(await account.post(`/${partition}/c`, [{ id, payload: "y" }]), 200);
      expectEqual(posted, "success", posted.json?.success, [id]);
      for (const [path, name] of [
        [`/${partition}/c`, id],
        [`/${partition}`, `c/${id}`],
      ] as const) {
        const listed = expectStatus(await account.get(path, { query: { ids: name } }), 200);
        expectEqual(listed, "items", listed.json?.items, [name]);
      }
      expectSuccess(await account.delete(`/${partition}/c`, { query: { ids: id } }));
      expectStatus(await account.get(`/${partition}/c/${id}`), 404);
    }
    expectStatus(await account.get(`/${partition}/c/a`), 200);
    // Numbers to some languages, and the same one.
    const alike = ["1", "01", "1e0"].map((id) => ({ id, payload: id }));
    expectStatus(await account.post(`/${partition}/alike`, alike), 200);
    for (const { id } of alike) {
      const answer = expectStatus(await account.get(`/${partition}/alike/${id}`), 200);
      expectEqual(answer, "the payload", answer.json?.payload, id);
    }
  },
} satisfies Partial<ChecksOf<"record">>;
