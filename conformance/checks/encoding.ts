import type { ChecksOf } from "../engine/check.ts";
import { control, expectEqual, expectThat } from "./support/expect.ts";
import { put, read } from "./support/fixtures.ts";

export const encoding = {
  "encoding.gzip": async ({ account, partition }) => {
    const payload = "sync ".repeat(10_000);
    await put(account, `/${partition}/c/large`, { payload });
    // Its answer is a little over the 1024 octets from which it is to be compressed.
    await put(account, `/${partition}/c/small`, { payload: payload.slice(0, 1024) });
    for (const path of [`/${partition}/c/large`, `/${partition}/c/small`] as const) {
      const { payload: plain } = await read(account, path);
      const answer = control(await account.get(path, { headers: [["Accept-Encoding", "gzip"]] }), 200);
      const coding = answer.header("Content-Encoding")?.toLowerCase();
      expectEqual(answer, "Content-Encoding", coding, "gzip");
      expectEqual(answer, "the payload", answer.json?.payload, plain);
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
      // A coding that is not listed is excluded, save identity (RFC 9110, section 12.5.3).
      for (const accepted of ["identity", "gzip;q=0", "gzip;q=0, identity", "x-unknown"]) {
        const answer = control(await account.get(path, { headers: [["Accept-Encoding", accepted]] }), 200);
        const coding = answer.header("Content-Encoding") ?? "identity";
        const plain = coding.trim().toLowerCase() === "identity";
        expectThat(answer, plain, `no Content-Encoding for Accept-Encoding: ${accepted}`, coding);
      }
    }
  },
} satisfies ChecksOf<"encoding">;
