import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Unusable } from "../../results/errors.ts";
import { type ServerCommand, startServer } from "../../runner/server/server-command.ts";
import { server, vanished } from "../support/server-commands.ts";

const CANARY = "canary-7f3a9c";
const folder = mkdtempSync(join(tmpdir(), "sync2-server-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// Of its own, so that nothing else leaves anything there.
const temporary = join(folder, "tmp");
mkdirSync(temporary);
beforeEach(() => void vi.stubEnv("TMPDIR", temporary));
// The next file of the worker would look for temporary files there.
afterAll(() => void vi.unstubAllEnvs());

const redact = (text: string) => text.replaceAll(CANARY, "[redacted]");

async function refusal(command: ServerCommand): Promise<string> {
  const error = await startServer(command, { redact }).then(
    async (running) => running.stop(null).then(() => new Error("it was started")),
    (reason: Error) => reason,
  );
  expect(error).toBeInstanceOf(Unusable);
  return error.message;
}

afterEach(() => expect(readdirSync(temporary).filter((name) => name.startsWith("sync2-"))).toEqual([]));

/** True while something listens. */
async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

describe("a server that is started", () => {
  test.each([200, 302, 401, 404])(
    "is ready when it answers %i, and is gone once it was stopped",
    async (status) => {
      const command = await server(`setTimeout(() => serve(${status}), 300)`);
      const running = await startServer(command, { redact });
      expect(running.ended).toBeNull();
      expect(await answers(command.readyUrl)).toBe(true);
      await running.stop(null);
      expect(await answers(command.readyUrl)).toBe(false);
      expect(running.ended).toMatch(/signal SIGTERM/);
    },
  );

  test("is not ready while it answers 503", async () => {
    const ready = join(folder, "ready");
    const command = await server(`
      const { existsSync } = require("node:fs");
      createServer((_, response) => response.writeHead(existsSync("${ready}") ? 200 : 503).end()).listen(port, "127.0.0.1");
    `);
    let isReady = false;
    const starting = startServer(command, { redact }).then((running) => {
      isReady = true;
      return running;
    });
    while (!(await answers(command.readyUrl))) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isReady).toBe(false);
    writeFileSync(ready, "");
    await (await starting).stop(null);
  });

  test("has the environment and the folder that are named, and no shell", async () => {
    const command = await server(
      "console.log(process.env.COLOUR, process.cwd(), process.argv[2]); serve(200)",
    );
    const running = await startServer(
      { ...command, command: [...command.command, "$HOME;*"], env: { COLOUR: "red" }, cwd: folder },
      { redact },
    );
    const log = join(folder, "named.log");
    await running.stop(log);
    expect(readFileSync(log, "utf8")).toMatch(/^red \S*sync2-server-test-\S+ \$HOME;\*\n$/);
  });

  test("is ended by force where it does not go, with all that it started", async () => {
    const stubborn = `process.on("SIGTERM", () => {});`;
    const command = await server(`${stubborn}
      const { spawn } = require("node:child_process");
      const inner = spawn(process.execPath, ["-e", ${JSON.stringify(`${stubborn} console.log("in", process.pid); setInterval(() => {}, 1000)`)}], { stdio: "inherit" });
      inner.stdout; setTimeout(() => serve(200), 1000);`);
    const running = await startServer(command, { redact });
    const log = join(folder, "stubborn.log");
    await running.stop(log);
    const inner = Number(/in (\d+)/.exec(readFileSync(log, "utf8"))?.[1]);
    expect(running.ended).toMatch(/SIGKILL/);
    await vanished(inner);
  });

  test("keeps its log where that is asked for, without credentials, and nothing else", async () => {
    const command = await server(`console.error("the key is ${CANARY}"); serve(200)`);
    const kept = join(folder, "server.log");
    const running = await startServer(command, { redact });
    await running.stop(kept);
    await running.stop(kept);
    expect(readFileSync(kept, "utf8")).toBe("the key is [redacted]\n");
    const other = await startServer(command, { redact });
    await other.stop(null);
  });

  test("says how it ended by itself", async () => {
    const command = await server("serve(200); setTimeout(() => process.exit(7), 1500)");
    const running = await startServer(command, { redact });
    while (running.ended === null) await new Promise((resolve) => setTimeout(resolve, 20));
    await running.stop(null);
    expect(running.ended).toMatch(/ended with code 7/);
  });
});

describe("a server is refused that", () => {
  test("cannot be run", async () => {
    const command = await server("");
    const said = await refusal({ ...command, command: ["./no-such-program", CANARY] });
    expect(said).toMatch(/^server\.command: "\.\/no-such-program" cannot be run: .*ENOENT/);
    expect(said).not.toContain(CANARY);
  });

  test("ends before it is ready, with what it said last", async () => {
    const script = `console.log("first"); console.error("no ${CANARY}\\n  no luck"); process.exitCode = 3`;
    const said = await refusal(await server(script));
    expect(said).toMatch(
      /ended with code 3 before it was ready.*it said: first \| no \[redacted\] \| no luck$/,
    );
  });

  test("goes into the background", async () => {
    expect(await refusal(await server(""))).toMatch(/ended with code 0 before it was ready; it has to stay/);
  });

  test.each([
    ["does not listen", "setInterval(() => {}, 1000)"],
    ["answers 500", "serve(500)"],
    ["does not answer", 'createServer(() => {}).listen(port, "127.0.0.1")'],
  ])("is not ready in time: it %s", async (_, script) => {
    const command = await server(`console.log(process.pid); ${script}`, { timeoutMs: 5000 });
    const said = await refusal(command);
    expect(said).toMatch(/was not ready within 5 s: .*timeoutSeconds; it said: \d+$/);
    await vanished(Number(/\d+$/.exec(said)?.[0]));
  });

  test("is not asked for any more", async () => {
    const command = await server("setInterval(() => {}, 1000)");
    const starting = startServer(command, { redact, signal: AbortSignal.timeout(500) });
    await expect(starting).rejects.toThrow(/server\.command: /);
  });

  test.each<[string, () => ReturnType<typeof createServer> | ReturnType<typeof createTcpServer>]>([
    ["answers", () => createServer((_, response) => response.end())],
    ["refuses", () => createServer((_, response) => response.writeHead(404).end())],
    ["speaks something else", () => createTcpServer((socket) => socket.end("hello\n"))],
    ["is silent", () => createTcpServer(() => {})],
  ])("stands where another one %s", async (_, create) => {
    const other = create().listen(0, "127.0.0.1");
    await once(other, "listening");
    const started = join(folder, "started");
    try {
      const { port } = other.address() as AddressInfo;
      const script = `require("node:fs").writeFileSync(${JSON.stringify(started)}, "")`;
      const command = await server(script, { readyUrl: `http://127.0.0.1:${port}/`, timeoutMs: 1000 });
      expect(await refusal(command)).toMatch(/^server\.readyUrl: something answers at .* before/);
      expect(existsSync(started)).toBe(false);
    } finally {
      if ("closeAllConnections" in other) other.closeAllConnections();
      other.close();
    }
  });
});
