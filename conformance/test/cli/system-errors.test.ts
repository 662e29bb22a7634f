import { describe, expect, test } from "vitest";
import { broke } from "../../cli/crash-message.ts";
import { refusalOf } from "../../cli/system-errors.ts";
import { CANARY } from "../support/command.ts";

const refused = (code: string, syscall = "write") =>
  Object.assign(new Error(`${code}: x`), { code, syscall });

test.each([
  ["ENOSPC", "write failed (ENOSPC): no space is left on the disk. Free some space, and run it again"],
  ["EBADF", "write failed (EBADF): a stream is closed. Leave standard output open, and run it again"],
])("%s is the fault of the machine", (code, sentence) => {
  expect(refusalOf(refused(code))).toBe(sentence);
});

test.each([
  refused("ENOENT"),
  refused("EMFILE", "connect"),
  new Error("x"),
  null,
  "ENOSPC",
  refused("toString"),
])("%s is not", (error) => {
  expect(refusalOf(error)).toBeNull();
});

describe("an error of the suite itself", () => {
  test("names what failed and where, and no credentials", () => {
    const env = { SYNC2_TOKEN: `${CANARY}-{account}` };
    const said = broke(new TypeError(`cannot read ${CANARY}-{account}\u001b[31m\n::error::x`), false, env);
    expect(said).toMatch(/\nTypeError: cannot read \[redacted\]\\x1b\[31m\\n::error::x\n {4}at /);
  });

  test("holds nothing of a file that somebody else wrote", () => {
    const said = broke(new SyntaxError(`Invalid regular expression: /${CANARY}/:\n    ${CANARY}`), true, {});
    expect(said).toMatch(
      /^sync2: the suite itself broke.*\nSyntaxError \(its message is left out.*\n {4}at /,
    );
    expect(said).not.toContain(CANARY);
  });

  test("may be anything", () => {
    for (const thrown of [null, undefined, "x", {}])
      expect(broke(thrown, false, {})).toMatch(/suite itself broke/);
  });
});
