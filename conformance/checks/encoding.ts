/** Checks that a server gzips large JSON answers, and sends no coding that `Accept-Encoding` excludes. */
import type { Partition } from "../contract/document.ts";
import type { Account, Options } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import type { HeaderList } from "../results/report-model.ts";
import type { ChecksOf } from "../runner/define-check.ts";
import { control, expectEqual, expectThat } from "./support/expect.ts";
import { put, read } from "./support/fixtures.ts";

/** From so many octets on a JSON answer is to be compressed. */
const LEAST_OCTETS = 1024;

/** Values that exclude gzip, and take the record as it is. */
const NO_GZIP = [
  "",
  "identity",
  "gzip;q=0",
  "gzip;q=0, identity",
  "gzip;q=0.0",
  "GZIP ; Q=0.000",
  "identity;q=0.5, *;q=0",
  "gzip;q=0, *",
  "x-unknown",
  "gzipped, not-gzip",
];
/** Values that exclude everything: a server sends the record as it is, or refuses the request. */
const NOTHING = ["*;q=0", " * ; Q=0.000", "gzip;q=0, *;q=0", "identity;q=0, *;q=0"];

function accepting(accepted: string, ...more: HeaderList): Options {
  return { headers: [["Accept-Encoding", accepted], ...more] };
}

function expectPlain(answer: Answer, accepted: string): void {
  const coding = answer.header("Content-Encoding") ?? "identity";
  const plain = coding.trim().toLowerCase() === "identity";
  expectThat(answer, plain, `no Content-Encoding for Accept-Encoding: ${accepted}`, coding);
}

/** Stores a record whose GET has so many octets, or a few more where the digits of its version change meanwhile. */
async function putOfSize(account: Account, path: `/${Partition}/${string}/${string}`, octets: number) {
  let length = octets / 2;
  for (let tries = 0; tries < 3; tries++) {
    await put(account, path, { payload: "x".repeat(length) });
    const { body } = control(await account.get(path), 200);
    if (body.length === octets) return;
    length = Math.max(0, length + octets - body.length);
  }
  await put(account, path, { payload: "x".repeat(octets) });
}

export const encoding = {
  "encoding.gzip": async ({ account, partition }) => {
    const payload = "sync ".repeat(10_000);
    await put(account, `/${partition}/c/large`, { payload });
    await putOfSize(account, `/${partition}/c/small`, LEAST_OCTETS);
    for (const path of [`/${partition}/c/large`, `/${partition}/c/small`] as const) {
      const { payload: plain } = await read(account, path);
      for (const accepted of ["gzip", "*"]) {
        const answer = control(await account.get(path, { headers: [["Accept-Encoding", accepted]] }), 200);
        const coding = answer.header("Content-Encoding")?.toLowerCase();
        // To a client that takes everything, any coding will do.
        if (accepted === "gzip") expectEqual(answer, "Content-Encoding", coding, "gzip");
        else expectThat(answer, coding !== undefined && coding !== "identity", "a Content-Encoding", coding);
        expectEqual(answer, "the payload", answer.json?.payload, plain);
      }
    }
    for (const path of [`/${partition}/c`, `/${partition}`]) {
      const headers: [string, string][] = [["Accept-Encoding", "gzip"]];
      const list = control(await account.get(path, { query: { full: "" }, headers }), 200);
      expectEqual(list, "Content-Encoding", list.header("Content-Encoding")?.toLowerCase(), "gzip");
    }
  },

  "encoding.refused": async ({ account, partition }) => {
    const payload = "sync ".repeat(10_000);
    await put(account, `/${partition}/c/large`, { payload });
    for (const path of [`/${partition}/c/large`, `/${partition}/c?full`, `/${partition}?full`] as const) {
      control(await account.get(path, { headers: [["Accept-Encoding", "gzip"]] }), 200);
      // A coding that is not listed is excluded, except identity (RFC 9110, section 12.5.3).
      for (const accepted of NO_GZIP) {
        expectPlain(control(await account.get(path, accepting(accepted)), 200), accepted);
      }
      for (const accepted of NOTHING) expectPlain(await account.get(path, accepting(accepted)), accepted);
    }
    const path = `/${partition}/c?full` as const;
    for (const accepted of ["identity", "*;q=0"]) {
      expectPlain(await account.head(path, accepting(accepted)), accepted);
      const lines = accepting(accepted, ["Accept", "application/newlines"]);
      expectPlain(await account.get(path, lines), accepted);
    }
    // Several field lines are one list.
    const both = accepting("gzip;q=0", ["Accept-Encoding", "identity"]);
    expectPlain(control(await account.get(path, both), 200), "gzip;q=0, identity");
  },
} satisfies ChecksOf<"encoding">;
