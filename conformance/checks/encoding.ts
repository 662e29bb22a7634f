import type { ChecksOf } from "../engine/check.ts";
import { control, expectEqual } from "./support/expect.ts";
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
} satisfies ChecksOf<"encoding">;
