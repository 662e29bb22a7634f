import type { ChecksOf } from "../engine/check.ts";
import { control, expectEqual, expectThat } from "./support/expect.ts";
import { put, read } from "./support/fixtures.ts";

export const encoding = {
  "encoding.gzip": async ({ account }) => {
    const payload = "sync ".repeat(10_000);
    await put(account, "/storage/c/a", { payload });
    control(await account.get("/storage/c/a", { headers: [["Accept-Encoding", "identity"]] }), 200);
    const answer = control(
      await account.get("/storage/c/a", { headers: [["Accept-Encoding", "gzip"]] }),
      200,
    );
    const coding = answer.header("Content-Encoding")?.toLowerCase();
    expectThat(answer, coding === "gzip", "Content-Encoding: gzip", `Content-Encoding: ${coding}`);
    expectEqual(answer, "the payload", answer.json?.payload, (await read(account, "/storage/c/a")).payload);
  },
} satisfies ChecksOf<"encoding">;
