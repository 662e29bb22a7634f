import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Handler } from "../../reference/http-handler.ts";
import { startReference } from "../../reference/server.ts";
import { ended, folder, start, sync2, TOKEN, useFolder } from "../support/command.ts";
import { withServer } from "../support/servers.ts";

useFolder();

// One more than a check has, so that an account is marked and used by none.
const NAMES = ["one", "two", "three"];
const tokenOf = (name: string) => TOKEN.replace("{account}", name);

/** A reference server, and a configuration that lists two of its accounts. */
async function withListed(
  work: (config: string, holds: () => Promise<string[]>) => Promise<void>,
  wrap: (handler: Handler) => Handler = (same) => same,
) {
  const server = await startReference({ token: tokenOf, wrap });
  const endpointOf = (name: string) => server.endpoint.replace("{account}", name);
  const accounts = NAMES.map((name) => ({ name, endpoint: endpointOf(name), token: tokenOf(name) }));
  const config = join(folder, `${new URL(server.endpoint).port}.json`);
  writeFileSync(config, JSON.stringify({ accounts }));
  const held = async (name: string) => {
    const headers = { Authorization: `Bearer ${tokenOf(name)}` };
    const response = await fetch(`${endpointOf(name)}/info/collections`, { headers });
    return JSON.stringify(await response.json());
  };
  try {
    await work(config, () => Promise.all(NAMES.map(held)));
  } finally {
    await server.close();
  }
}

/** Starts a command, and waits until it says that it checks. */
async function checking(args: string[], env: Record<string, string> = {}) {
  const child = start(args, env);
  const run = ended(child);
  await once(child.stderr as NodeJS.ReadableStream, "data");
  return { child, run };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "a run that is ended by %s leaves nothing behind",
  async (signal) => {
    await withListed(async (config, holds) => {
      const args = ["check", "--config", config, "--only", "session,record", "--concurrency", "1"];
      const { child, run } = await checking(args);
      // Until then nothing is there that could be left behind.
      while ((await holds()).every((held) => held === "{}" || held.includes("sync2-run")))
        await setTimeout(5);
      child.kill(signal);
      const { code, err } = await run;
      expect(err).toContain("Interrupted: emptying the accounts");
      expect({ code, holds: await holds() }).toEqual({ code: 130, holds: ["{}", "{}", "{}"] });
    });
  },
);

test("who does not want to wait for that ends it at once, and is told what may be left", async () => {
  await withServer(
    // The accounts are empty, and nothing else is ever answered.
    ({ method }, response) => method === "GET" && response.end("{}"),
    async (origin) => {
      const { child, run } = await checking(["check", `${origin}/{account}`], { SYNC2_TOKEN: "token" });
      child.kill("SIGINT");
      await once(child.stderr as NodeJS.ReadableStream, "data");
      child.kill("SIGINT");
      const { code, err } = await run;
      expect(err).toMatch(/Interrupted: the accounts may hold .*--wipe/);
      expect(code).toBe(130);
    },
  );
});

test("a second run on the same accounts is refused, and nothing is held against the server", async () => {
  await withListed(async (config, holds) => {
    const { child, run } = await checking(["check", "--config", config, "--only", "session,expiry"]);
    const second = await sync2(["check", "--config", config, "--only", "path.unknown", "--report", "second"]);
    expect(second.err).toMatch(/account \w+ .*(is used by another run|If another run uses it)/);
    expect(second.code).toBe(3);
    // The first one goes on, unless it had all accounts in use, so that the second could not see it at once.
    child.kill("SIGINT");
    const { code } = await run;
    expect([130, 3]).toContain(code);
    expect(await holds()).toEqual(["{}", "{}", "{}"]);
  });
});

test("a run whose accounts another one takes with --wipe notices, and holds nothing against the server", async () => {
  let taken = () => {};
  const isTaken = new Promise<void>((resolve) => {
    taken = resolve;
  });
  // From its first session on, the first run gets no answer until the second one has emptied an account.
  let holdsFirst = false;
  const holding = (handler: Handler): Handler => {
    return async (request, env) => {
      const isSecond = request.headers.get("X-Run") === "second";
      holdsFirst ||= request.method === "POST" && request.url.endsWith("/sessions");
      if (holdsFirst && !isSecond) await isTaken;
      const response = await handler(request, env);
      if (isSecond && request.method === "DELETE") taken();
      return response;
    };
  };
  await withListed(async (config, holds) => {
    const narrowed = ["--only", "session.commit,session.lease", "--timeout", "120"];
    const { run } = await checking(["check", "--config", config, ...narrowed]);
    const other = [
      "check",
      "--config",
      config,
      "--wipe",
      "--header",
      "X-Run: second",
      "--only",
      "record.created,record.post",
      "--report",
      "second",
    ];
    const both = await Promise.all([run, sync2(other)]);
    const [first] = both;
    expect(first.err).toMatch(/account \w+ is used by .*The results of this run do not count/);
    expect(both.map(({ code }) => code)).toContain(3);
    // A verdict is given by one that had the accounts to itself, or by none.
    expect(both.some(({ code }) => code === 1)).toBe(false);
    expect(await holds()).toEqual(["{}", "{}", "{}"]);
  }, holding);
});

test("no request goes anywhere but to the accounts of the run", async () => {
  const reached = new Set<string>();
  const note = (handler: Handler): Handler => {
    return (request, env) => {
      // As it was sent: a path that climbs out of its account is none of it.
      reached.add(/^\/2\.0\/(\w+)/.exec(env.incoming.url ?? "")?.[1] ?? `outside: ${env.incoming.url}`);
      return handler(request, env);
    };
  };
  await withListed(async (config) => {
    const only = "account,auth,path,partition.delete,session.scope";
    const { code } = await sync2(["check", "--config", config, "--only", only]);
    expect(code).toBe(0);
  }, note);
  expect([...reached].sort()).toEqual(NAMES.toSorted());
});
