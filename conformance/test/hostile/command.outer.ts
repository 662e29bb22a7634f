import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { publicToken } from "../../reference/authenticate.ts";
import { startReference } from "../../reference/server.ts";
import { ended, folder, hasTrace, start, useFolder } from "../support/command.ts";
import { type Act, MISLEADING, MUTE } from "../support/hostile/acts.ts";
import { always } from "../support/hostile/runs.ts";
import { withTurned } from "../support/hostile/turned.ts";
import { withServer } from "../support/servers.ts";

useFolder();

/** Ends a hang: the longest of these runs took 25 s on two cores that had seven times as much to do as they can. */
const MOST_SECONDS = 300;
/** The process takes half of it for a few rules of a server that means well, and a body without end would take all. */
const MOST_MEGABYTES = 1100;
const TIMEOUT = { timeout: (MOST_SECONDS + 20) * 1000 };

const ACTS = { ...MUTE, ...MISLEADING };
const watch = join(folder, "watch.mjs");

beforeAll(() => {
  // The process itself knows best how much memory it took.
  const said = "process.resourceUsage().maxRSS";
  writeFileSync(
    watch,
    `import { writeFileSync } from "node:fs";
     import { isMainThread } from "node:worker_threads";
     if (isMainThread) process.on("exit", () => writeFileSync("rss", String(${said})));`,
  );
});

/** Runs the command as a user does, and sees what no run may do, whatever the server does. */
async function check(endpoint: string, args: string[] = [], env: Record<string, string> = {}) {
  const cwd = mkdtempSync(join(folder, "run-"));
  const began = performance.now();
  const all = {
    SYNC2_TOKEN: publicToken("{account}"),
    NODE_OPTIONS: `--import=${pathToFileURL(watch)}`,
    ...env,
  };
  const child = start(["check", endpoint, "--timeout", "1", ...args], all, undefined, cwd);
  const killer = setTimeout(() => child.kill("SIGKILL"), MOST_SECONDS * 1000);
  const { code, out, err } = await ended(child);
  clearTimeout(killer);
  const seconds = (performance.now() - began) / 1000;
  const megabytes = Number(readFileSync(join(cwd, "rss"), "utf8")) / 1024;
  expect({ trace: hasTrace(`\n${out}\n${err}`), own: /suite itself/.test(out + err) }).toEqual({
    trace: false,
    own: false,
  });
  expect(seconds).toBeLessThan(MOST_SECONDS);
  expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  return { code, out, err, cwd };
}

/** From the first request on. */
const REFUSED: [name: keyof typeof ACTS, sentence: RegExp][] = [
  ["never answers", /no complete response within 1 s/],
  ["resets the connection", /the connection was reset/],
  ["sends one octet of its head a second", /no complete response within 1 s/],
  ["sends one octet of its body a second", /no complete response within 1 s/],
  ["sends a body without end", /exceed|no complete response within 1 s/],
  ["sends header fields without end", /the header section is too large/],
  ["sends a gzip bomb", /the gzip body cannot be decoded/],
  ["says more octets than it sends, and closes", /closed before the response was complete/],
  ["sends 100 Continue without end", /not a final response/],
  ["sends JSON of 200 levels", /without a map of collections/],
];

describe("exit 3 and a sentence, where a server from the first request on", () => {
  test.concurrent.each(REFUSED)("%s", TIMEOUT, async (name, sentence) => {
    const { code, out, err } = await withServer(always(ACTS[name] as Act), (origin) =>
      check(`${origin}/{account}`),
    );
    expect(err).toMatch(sentence);
    expect({ code, out, lines: err.trim().split("\n").length }).toEqual({ code: 3, out: "", lines: 1 });
  });

  test.concurrent("has a certificate that nobody vouches for", TIMEOUT, async () => {
    const pem = readFileSync(fileURLToPath(new URL("../support/hostile/self-signed.pem", import.meta.url)));
    const server = createServer({ key: pem, cert: pem }, (_, response) => response.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { code, err } = await check(
      `https://127.0.0.1:${(server.address() as AddressInfo).port}/{account}`,
    );
    server.close();
    expect(err).toMatch(/cannot be reached: its TLS certificate is not accepted: self-signed certificate/);
    expect(code).toBe(3);
  });

  test.concurrent("speaks no TLS where https was named", TIMEOUT, async () => {
    const { code, err } = await withServer(
      (_, response) => response.end("{}"),
      (origin) => check(`${origin.replace("http:", "https:")}/{account}`),
    );
    expect(err).toMatch(/the TLS handshake failed: wrong version number|packet length too long/);
    expect(code).toBe(3);
  });
});

/** A few rules that need a second of work, and no clock. */
const SOME = ["--only", "collection.get,list.ids,record.created,record.get.ok,delete.ok"];

function expectNotGreen({ code, out, cwd }: Awaited<ReturnType<typeof check>>): void {
  expect(out).toMatch(/^(fail|broken) +\d+ rules: /m);
  expect([1, 4]).toContain(code);
  const { verdict } = JSON.parse(readFileSync(join(cwd, "sync2-report", "report.json"), "utf8"));
  expect(verdict).not.toBe("pass");
}

describe("a verdict that is not green, where a server that began well", () => {
  test.concurrent.each([
    "never answers",
    "resets the connection",
    "sends a body without end",
    "sends a body without end, in chunks of one octet",
    "sends header fields without end",
    "sends a gzip bomb",
  ] as (keyof typeof ACTS)[])("%s", TIMEOUT, async (name) => {
    const run = await withTurned(
      ACTS[name] as Act,
      ({ before }) => before > 30,
      ({ endpoint }) => check(endpoint, SOME),
    );
    expectNotGreen(run);
  });
});

describe("a clock that is off is not held against a server", () => {
  test.concurrent.each(
    [2, -2].flatMap((hours) => (["bearer", "hawk"] as const).map((scheme) => ({ hours, scheme }))),
  )("$hours hours, by $scheme", TIMEOUT, async ({ hours, scheme }) => {
    const server = await startReference({ clock: () => Date.now() + hours * 3_600_000 });
    const { id, key } = server.hawk;
    const rules = ["--only", "header.timestamp.present,header.timestamp.covers,record.created"];
    const { code, out, err } = await check(server.endpoint, [...rules, "--auth", scheme], {
      SYNC2_HAWK_ID: id,
      SYNC2_HAWK_KEY: key,
    });
    await server.close();
    expect(err).toMatch(new RegExp(`its clock is (7199|7200|7201) s ${hours > 0 ? "ahead" : "behind"}`));
    expect(out).toMatch(/^pass +(\d+) rules: \1 passed/m);
    expect(code).toBe(0);
  });
});
