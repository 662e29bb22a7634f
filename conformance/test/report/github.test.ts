import { Buffer } from "node:buffer";
import * as core from "@actions/core";
import { describe, expect, test, vi } from "vitest";
import { quietly } from "../../cli/github-actions.ts";
import { annotations, stepSummary } from "../../report/formats/github.ts";
import { renderMarkdown } from "../../report/formats/markdown.ts";
import { shorten, visible } from "../../results/format-text.ts";
import { empty, good, mixed, NASTY, nasty, nastySentences, stale } from "../support/hostile-text.ts";
import { HOSTILE, report, SENTENCES, violated } from "../support/sample-report.ts";

/** What GitHub's own library prints. */
function printed(print: () => void): string {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((part) => {
    text += part;
    return true;
  });
  try {
    print();
  } finally {
    write.mockRestore();
  }
  return text;
}

/** The commands that a runner finds in a log: `::name` at the beginning of a line, `##[name]` anywhere in it. */
function commandsIn(log: string): string[] {
  let stopped: string | null = null;
  const found: string[] = [];
  for (const line of log.split(/\r\n|\r|\n/)) {
    const [, name, data] =
      /^\s*::([^:\s]+)[^:]*::(.*)$/.exec(line) ?? /##\[([^\]\s]+)[^\]]*\](.*)/.exec(line) ?? [];
    if (name === undefined) continue;
    if (stopped !== null) {
      if (name === stopped) stopped = null;
    } else if (name === "stop-commands") {
      stopped = data ?? "";
    } else {
      found.push(name);
    }
  }
  return stopped === null ? found : [...found, `stopped by ${stopped}`];
}

describe("annotations", () => {
  test("are what GitHub's own library prints", () => {
    const { reason: broken } = mixed().results.find(({ outcome }) => outcome === "broken") ?? {};
    const expected = printed(() => {
      core.error("record.put.replaced passes now: remove line 3.", {
        title: "baseline record.put.replaced",
        file: "sync2-baseline.yaml",
        startLine: 3,
      });
      core.error(
        "A PUT that creates a record answers 201.\nThe answer to a PUT that creates has another status.",
        { title: "record.put.created (MUST)" },
      );
      core.error("violated in 1 of 3 attempts (2 passed): expected 201; got 200", {
        title: "model.store.often (MUST)",
      });
      core.error(visible(broken ?? ""), { title: "session.commit.atomic (MUST)" });
      core.warning(
        `A hint ${HOSTILE.markup}\nSHOULD violated: The answer to a PUT that creates has another status.`,
        { title: "record.put.hint (SHOULD)" },
      );
    });
    expect(annotations(mixed(), SENTENCES)).toBe(expected);
  });

  test("name files as the repository has them", () => {
    const lines = annotations(stale(), SENTENCES, (file) => `a,b:c/${file}`);
    expect(lines).toBe(
      printed(() =>
        core.error("It passes now: remove lines 2 to 4.", {
          title: "baseline record.put.created",
          file: "a,b:c/known.yaml",
          startLine: 2,
        }),
      ),
    );
  });

  test("are none for a good run, and one for a run that shows nothing", () => {
    expect(annotations(good(), SENTENCES)).toBe("");
    expect(annotations(empty(), SENTENCES)).toMatch(/^::error title=Sync 2\.0 conformance::No rule passed/);
  });

  test("are no more than GitHub shows; the last one counts the rest", () => {
    const musts = Array.from({ length: 30 }, (_, n) => violated(`record.many.n${n}`));
    const shoulds = Array.from({ length: 11 }, (_, n) => violated(`record.less.n${n}`, "SHOULD"));
    const lines = annotations(report([...musts, ...shoulds]), SENTENCES)
      .trimEnd()
      .split("\n");
    const of = (kind: string) => lines.filter((line) => line.startsWith(`::${kind} `));
    expect([lines.length, of("error").length, of("warning").length]).toEqual([20, 10, 10]);
    expect(of("error").at(-1)).toMatch(
      /^::error title=and 21 more%2C see the summary::record\.many\.n9 \(MUST\), .*n29 \(MUST\)$/,
    );
    expect(of("warning").at(-1)).toMatch(/title=and 2 more%2C see the summary::/);
  });

  test.each(NASTY)("cannot be turned into other commands by %s", (_, content) => {
    const log = annotations(nasty(content), nastySentences(content));
    expect(commandsIn(log)).toEqual(["error", "error", "error", "error", "warning"]);
    expect(log.length).toBeLessThan(20_000);
    const message = shorten(
      `A PUT ${visible(content)}\n${shorten(`reason: ${visible(content)}`, 300)}`,
      2000,
    );
    expect(log).toContain(printed(() => core.error(message, { title: "record.put.created (MUST)" })));
  });
});

describe("the log", () => {
  test.each(NASTY)("takes no commands from %s", (_, content) => {
    const text = `before\n${content}\nafter\n##[error]x\n::error::x\n`;
    expect(commandsIn(text).length).toBeGreaterThanOrEqual(2);
    expect(commandsIn(`${quietly(text, { GITHUB_ACTIONS: "true" })}::notice::ours\n`)).toEqual(["notice"]);
  });

  test("is left alone elsewhere, and stopped by another word each time", () => {
    expect(quietly("::error::x\n", {})).toBe("::error::x\n");
    const stop = () => quietly("", { GITHUB_ACTIONS: "true" }).split("\n")[0];
    expect(stop()).not.toBe(stop());
  });
});

describe("the summary of a step", () => {
  const many = report(
    Array.from({ length: 450 }, (_, n) => {
      const result = violated(`record.many.n${n}`);
      return {
        ...result,
        violation: result.violation && {
          ...result.violation,
          expected: "|".repeat(500),
          got: "`".repeat(500),
        },
      };
    }),
  );

  test("is the report in Markdown", () => {
    expect(stepSummary(mixed(), SENTENCES, 0)).toBe(renderMarkdown(mixed(), SENTENCES));
  });

  test.each([0, 1000, 1_000_000])(
    "is cut where GitHub would refuse it, with %i bytes there already",
    (used) => {
      expect(Buffer.byteLength(renderMarkdown(many, SENTENCES))).toBeGreaterThan(1024 ** 2);
      const text = stepSummary(many, SENTENCES, used);
      expect(Buffer.byteLength(text) + used).toBeLessThanOrEqual(1024 ** 2);
      expect(Buffer.byteLength(text) + used).toBeGreaterThan(1024 ** 2 - 10_000);
      expect(text).toMatch(/^## ❌ Sync 2\.0 conformance: fail\n/);
      expect(text).toMatch(/ \|\n\n_Cut: .*_\n$/);
    },
  );

  test("is nothing where not even the verdict has room", () => {
    expect(stepSummary(many, SENTENCES, 1024 ** 2 - 50)).toBe("");
    expect(stepSummary(many, SENTENCES, 2 * 1024 ** 2)).toBe("");
  });
});
