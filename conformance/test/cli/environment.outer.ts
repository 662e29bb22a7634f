import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ended, folder, hasTrace, SYNC2 } from "../support/command.ts";

/** Runs the command by a shell, as a user does who sends its output somewhere. */
const shell = (command: string, cwd = folder) =>
  ended(spawn("sh", ["-c", `exec "${process.execPath}" "${SYNC2}" ${command}`], { cwd }));

describe.runIf(existsSync("/dev/full"))("a full disk", () => {
  test.each([
    ["rules > /dev/full", /^sync2: write failed \(ENOSPC\): no space is left on the disk\. Free some/],
    ["config --json > /dev/full", /^sync2: write failed \(ENOSPC\)/],
    ["check --only path.unknown > /dev/full", /\nsync2: write failed \(ENOSPC\)/],
  ])("%s: exit 4, and a sentence", async (command, sentence) => {
    const { code, err } = await shell(command);
    expect(err).toMatch(sentence);
    expect({ code, trace: hasTrace(err), own: /suite itself/.test(err) }).toEqual({
      code: 4,
      trace: false,
      own: false,
    });
  });

  test("where not even that can be said, the exit code has to do", async () => {
    expect(await shell("rules > /dev/full 2> /dev/full")).toEqual({ code: 4, out: "", err: "" });
  });
});

test("a reader that has seen enough is no failure", async () => {
  const read = openSync("/dev/null", "r");
  const child = spawn("sh", ["-c", `"${process.execPath}" "${SYNC2}" rules --json; echo "code $?" >&2`], {
    stdio: [read, "pipe", "pipe"],
  });
  child.stdout?.destroy();
  const err: string[] = [];
  child.stderr?.on("data", (text) => err.push(String(text)));
  await new Promise((resolve) => child.once("close", resolve));
  expect(err.join("")).toBe("code 0\n");
});

test("a working folder that was deleted: exit 2, and a sentence", async () => {
  const gone = join(folder, "gone");
  mkdirSync(gone);
  const child = spawn(
    "sh",
    ["-c", `rmdir "${gone}"; exec "${process.execPath}" "${SYNC2}" check --only path.unknown`],
    { cwd: gone },
  );
  expect(await ended(child)).toEqual({
    code: 2,
    out: "",
    err: "sync2: the working folder is not there any more. Change into another one.\n",
  });
  expect(() => rmdirSync(gone)).toThrow();
});
