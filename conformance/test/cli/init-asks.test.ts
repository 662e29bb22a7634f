import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { init } from "../../cli/init/write-files.ts";
import { readRun } from "../../config/read-run.ts";
import { UsageError } from "../../results/errors.ts";
import { config, place } from "../support/init-places.ts";

describe("sync2 init asks", () => {
  /** Answers each question once it is shown. */
  async function answer(
    path: string,
    answers: [question: RegExp, keys: string][],
    options: Parameters<typeof init>[0] = {},
  ) {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 });
    let shown = "";
    output.on("data", (chunk) => {
      shown += chunk;
    });
    const before = process.cwd();
    process.chdir(path);
    try {
      const running = init(options, { input, output } as never).then(
        (said) => ({ said, error: null }),
        (error: Error) => ({ said: null, error }),
      );
      for (const [question, keys] of answers) {
        while (!question.test(shown)) await once(output, "data");
        shown = "";
        input.write(keys);
      }
      return await running;
    } finally {
      process.chdir(before);
    }
  }

  const DOWN = "\u001b[B";
  const UP = "\u001b[A";

  test("four questions, the most likely answer first", async () => {
    const path = place();
    const { error } = await answer(path, [
      [/Where is your server/, "http://a.example/{account}\r"],
      [/How are accounts/, "\r"],
      [/Which credentials/, `${DOWN}\r`],
      [/Which CI system/, `${UP}${UP}\r`],
    ]);
    expect(error).toBeNull();
    const { targets } = await readRun(
      undefined,
      { config: config(path) },
      { SYNC2_HAWK_ID: "a", SYNC2_HAWK_KEY: "long" },
    );
    expect(targets).toMatchObject([
      { target: { endpoint: "http://a.example/{account}", keys: { main: { scheme: "hawk" } } } },
    ]);
    expect(readdirSync(join(path, ".github/workflows"))).toEqual(["sync2.yml"]);
  });

  test("only what no option told, and again where an answer is wrong", async () => {
    const path = place();
    const { error } = await answer(
      path,
      [
        [/Where is your server/, "ftp://a/\r"],
        [/neither http nor https/, `${"\u007f".repeat(8)}node server.js\r`],
        [/Which credentials/, "\r"],
      ],
      { accounts: "made", ci: "none" },
    );
    expect(error).toBeNull();
    const { targets } = await readRun(undefined, { config: config(path) }, { SYNC2_TOKEN: "long" });
    expect(targets[0]?.server?.command).toEqual(["node", "server.js"]);
    expect(readdirSync(path)).toEqual(["sync2.config.yaml"]);
  });

  test("and writes nothing when that is broken off", async () => {
    const path = place();
    const { error } = await answer(path, [
      [/Where is your server/, "\r"],
      [/How are accounts/, "\u0003"],
    ]);
    expect(error).toBeInstanceOf(UsageError);
    expect(error?.message).toMatch(/Cancelled/);
    expect(readdirSync(path)).toEqual([]);
  });
});
