import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Interrupted } from "../../results/errors.ts";
import { type Check, needs } from "../../runner/define-check.ts";
import type { Scenario } from "../../runner/protocol.ts";
import { runRules } from "../../runner/run-rules.ts";
import { runCommand } from "../../runner/server/run-command.ts";
import type { Command, ScenarioTarget, Target } from "../../runner/target.ts";
import { CANARY, targetAt } from "../support/account-lenders.ts";
import { isRunning, vanished } from "../support/server-commands.ts";
import { withServer } from "../support/servers.ts";

const checks: Record<string, Check> = {};
vi.mock("../../checks/index.ts", () => ({
  get checks() {
    return checks;
  },
}));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sync2-stage-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const script = (code: string, ...args: string[]): Command => [process.execPath, "-e", code, ...args];
const redact = (text: string) => text.replaceAll("secret", "[redacted]");

/** Adds a line to the log of the test. */
const note = (line: string, rest = ""): Command =>
  script(`require("node:fs").appendFileSync(${JSON.stringify(join(folder, "log"))}, "${line}\\n");${rest}`);
const log = (): string[] =>
  existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8").trim().split("\n") : [];

describe("a command", () => {
  const fail = async (command: Command, timeoutMs = 300_000) =>
    (await runCommand(command, { timeoutMs, redact }).catch((error: Error) => error))?.message ?? null;

  test("that ends well says nothing", async () => {
    expect(await fail(script("console.log('fine')"))).toBeNull();
  });

  test("that fails says how, and the end of what it wrote, without secrets", async () => {
    const said = await fail(
      script("console.log('x'.repeat(2000) + 'one\\n'); console.error('the secret'); process.exit(3)"),
    );
    expect(said).toMatch(/ended with code 3; it said: x{5,}one \| the \[redacted\]$/);
    expect(said?.length).toBeLessThan(800);
    expect(await fail(script("process.kill(process.pid, 'SIGKILL')"))).toMatch(
      /ended with the signal SIGKILL$/,
    );
    expect(await fail(["/no/such/program"])).toMatch(/^"\/no\/such\/program" cannot be run: .*ENOENT/);
  });

  test("that does not end is ended, with all that it started", async () => {
    const file = join(folder, "child");
    const stubborn = `process.on("SIGTERM", () => {});
      const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      require("node:fs").writeFileSync(${JSON.stringify(file)}, String(child.pid));
      setInterval(() => {}, 1000);`;
    // Long enough for a busy machine to start both.
    expect(await fail(script(stubborn), 20_000)).toMatch(/did not end within 20 s/);
    await vanished(Number(readFileSync(file, "utf8")));
  });

  test("may leave something running that holds on to its output", async () => {
    const file = join(folder, "daemon");
    const daemon = `const child = require("node:child_process").spawn("sleep", ["600"], { stdio: "inherit", detached: true });
      require("node:fs").writeFileSync(${JSON.stringify(file)}, String(child.pid));
      child.unref();`;
    // Who waits for the end of the output waits ten minutes.
    expect(await fail(script(daemon), 300_000)).toBeNull();
    const pid = Number(readFileSync(file, "utf8"));
    expect(isRunning(pid)).toBe(true);
    process.kill(pid, "SIGKILL");
  });
});

/** A server with a switch: while the file is there, it is in maintenance. */
async function withSwitch<T>(work: (target: Target, off: string) => Promise<T>): Promise<T> {
  const off = join(folder, "off");
  return withServer(
    (request, response) => {
      const fields = { "X-Weave-Timestamp": "1795000000", "X-Weave-Store": "s", "Cache-Control": "no-store" };
      const headers = { ...fields, "X-Last-Modified-Version": "0", "Content-Type": "application/json" };
      if (existsSync(off)) response.writeHead(503, headers).end("{}");
      else if (request.method === "DELETE") response.writeHead(204, headers).end();
      else response.writeHead(200, headers).end("{}");
    },
    (origin) => work(targetAt(origin), off),
  );
}

function staged(target: Target, scenarios: Partial<Record<Scenario, Partial<ScenarioTarget>>>): Target {
  const { endpoint, keys, accounts, headers } = target;
  const place = { endpoint, keys, accounts, headers, before: null, after: null, commandTimeoutMs: 120_000 };
  return {
    ...target,
    scenarios: Object.fromEntries(
      Object.entries(scenarios).map(([name, more]) => [name, { ...place, ...more }]),
    ),
  };
}

const look: Check = needs({ partitions: 1 }, async ({ account }) => {
  writeFileSync(join(folder, "log"), "check\n", { flag: "a" });
  await account.get("/info/collections");
});

describe("a scenario that commands bring about", () => {
  test("is entered once for all of its rules, one scenario after another", async () => {
    await withSwitch(async (target) => {
      for (const rule of ["backoff.sent", "backoff.performed", "lifecycle.deprecated.status"])
        checks[rule] = look;
      const results = await runRules(
        staged(target, {
          deprecated: { before: note("enter 2"), after: note("leave 2") },
          backoff: { before: note("enter 1"), after: note("leave 1") },
        }),
        ["lifecycle.deprecated.status", "backoff.sent", "backoff.performed"],
      );
      expect(results.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
        "lifecycle.deprecated.status passed",
        "backoff.sent passed",
        "backoff.performed passed",
      ]);
      expect(log()).toEqual(["enter 1", "check", "check", "leave 1", "enter 2", "check", "leave 2"]);
    });
  });

  test("in which nothing succeeds is entered by each check, once it has seen the server as it usually is", async () => {
    await withSwitch(async (target, off) => {
      checks["unavailable.code"] = needs({ ordinary: true }, async ({ account, ordinary }) => {
        expect((await ordinary.get("/info/collections")).status).toBe(200);
        expect((await account.get("/info/collections")).status).toBe(503);
        expect((await account.get("/info/collections")).status).toBe(503);
      });
      checks["unavailable.path"] = needs({ ordinary: true, partitions: 1 }, async ({ ordinary }) => {
        await ordinary.get("/info/collections");
        throw new Error("odd");
      });
      const file = JSON.stringify(off);
      const results = await runRules(
        staged(target, {
          maintenance: {
            before: note("enter", `fs=require("node:fs");fs.writeFileSync(${file},"")`),
            after: note("leave", `fs=require("node:fs");fs.rmSync(${file})`),
          },
        }),
        ["unavailable.code", "unavailable.path"],
      );
      expect(results.map(({ outcome, reason }) => [outcome, reason?.slice(0, 30) ?? null])).toEqual([
        ["passed", null],
        ["broken", "the suite itself failed: Error"],
      ]);
      // Once for each partition; the second rule never got there.
      expect(log()).toEqual(["enter", "leave", "enter", "leave"]);
    });
  });

  test("and cannot be entered leaves its rules broken, and is left all the same", async () => {
    await withSwitch(async (target) => {
      for (const rule of ["backoff.sent", "unavailable.code"]) checks[rule] = look;
      const before = note("enter", `console.error("no way: ${CANARY}-x"); process.exit(1)`);
      const results = await runRules(
        staged(target, {
          backoff: { before, after: note("leave") },
          maintenance: { before, after: note("leave") },
        }),
        ["backoff.sent", "unavailable.code"],
      );
      for (const { outcome, reason, rule } of results) {
        const scenario = rule === "backoff.sent" ? "backoff" : "maintenance";
        expect(outcome).toBe("broken");
        expect(reason).toMatch(
          new RegExp(
            `scenarios\\.${scenario}\\.before: ".*node.*" ended with code 1; it said: no way: \\[redacted\\]`,
          ),
        );
        expect(reason).not.toMatch(/ at |\.ts/);
        expect(reason).not.toContain(CANARY);
      }
      // Maintenance, where the check begins before the server is put into it, and then the other.
      expect(log()).toEqual(["check", "enter", "leave", "enter", "leave"]);
    });
  });

  test("and cannot be left is told, and nothing is blamed on the server from then on", async () => {
    await withSwitch(async (target) => {
      for (const rule of ["backoff.sent", "lifecycle.deprecated.status"]) checks[rule] = look;
      const troubles: string[] = [];
      const results = await runRules(
        staged(target, {
          backoff: { before: note("enter 1"), after: script("process.exit(5)") },
          deprecated: { before: note("enter 2"), after: note("leave 2") },
        }),
        ["backoff.sent", "lifecycle.deprecated.status"],
        { onTrouble: (trouble) => troubles.push(trouble) },
      );
      expect(results.map(({ outcome }) => outcome)).toEqual(["passed", "broken"]);
      const trouble =
        /scenarios\.backoff\.after: .*code 5\. The server may still be in the scenario "backoff"/;
      expect(results[1]?.reason).toMatch(trouble);
      expect(troubles).toEqual([expect.stringMatching(trouble)]);
      expect(log()).toEqual(["enter 1", "check"]);
    });
  });

  test("is left when the run is interrupted, whatever is under way", async () => {
    await withSwitch(async (target) => {
      checks["backoff.sent"] = needs({ partitions: 1 }, async ({ account }) => {
        await account.get("/info/collections");
        interruption.abort();
        await new Promise((resolve) => setTimeout(resolve, 300));
      });
      const interruption = new AbortController();
      const { signal } = interruption;
      const backoff = { before: note("enter"), after: note("leave") };
      const chosen = ["backoff.sent" as const];
      await expect(runRules(staged(target, { backoff }), chosen, { signal })).rejects.toThrow(Interrupted);
      expect(log()).toEqual(["enter", "leave"]);

      const during = new AbortController();
      const slow = { before: note("slow", "setInterval(() => {}, 1000)"), after: note("leave") };
      const interrupted = runRules(staged(target, { backoff: slow }), chosen, during);
      const ended = expect(interrupted).rejects.toThrow(Interrupted);
      while (!log().includes("slow")) await new Promise((resolve) => setTimeout(resolve, 10));
      during.abort();
      await ended;
      expect(log()).toEqual(["enter", "leave", "slow", "leave"]);
    });
  });
});
