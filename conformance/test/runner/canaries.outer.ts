import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { faults } from "../../reference/faults/index.ts";
import type { Handler } from "../../reference/http-handler.ts";
import { startReference } from "../../reference/server.ts";
import { FORMAT_NAMES } from "../../report/formats/format-names.ts";
import { CANARY, ended, folder, start, sync2, TOKEN, useFolder } from "../support/command.ts";

useFolder();

const PASSWORD = `${CANARY}-password`;
const BASIC = Buffer.from(`ada:${PASSWORD}`).toString("base64");
const tokenOf = (account: string) => TOKEN.replace("{account}", account);

/** How the command is told the credentials, and what a server knows of them, to tell it to everybody. */
const SCHEMES = {
  bearer: { env: { SYNC2_TOKEN: TOKEN }, written: {}, secrets: (account: string) => [tokenOf(account)] },
  hawk: {
    env: { SYNC2_HAWK_ID: "{account}", SYNC2_HAWK_KEY: TOKEN },
    written: {},
    secrets: (account: string) => [tokenOf(account)],
  },
  basic: {
    env: { SYNC2_USERNAME: "ada", SYNC2_PASSWORD: PASSWORD },
    written: {},
    secrets: () => [PASSWORD, BASIC],
  },
  "a file": { env: {}, written: { token: TOKEN }, secrets: (account: string) => [tokenOf(account)] },
};

/** The spellings in which a server may give a secret back. */
function spellings(secret: string): string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret), Buffer.from(secret).toString("base64")];
}

/**
 * A server that tells secrets in header fields, links and problems, breaks a rule, and takes Basic beside what the
 * reference takes.
 */
function indiscreet(reference: Handler, secrets: (account: string) => string[]): Handler {
  const inner = faults["record.created"].handler?.(reference) ?? reference;
  return async (request, env) => {
    const account = /\/2\.0\/([^/?]+)/.exec(request.url)?.[1] ?? "";
    const sent = request.headers.get("Authorization") ?? "";
    const headers = new Headers(request.headers);
    if (sent === `Basic ${BASIC}`) headers.set("Authorization", `Bearer ${tokenOf(account)}`);
    const response = await inner(new Request(request, { headers }), env);
    const told = [...secrets(account), sent].flatMap(spellings);
    const more = new Headers(response.headers);
    more.set("X-Debug", told.join(" "));
    more.append("Link", `<http://127.0.0.1/?secret=${secrets(account)[0]}>; rel="help"`);
    const { status } = response;
    if (request.method === "HEAD" || !/problem/.test(more.get("Content-Type") ?? "")) {
      return new Response(response.body, { status, headers: more });
    }
    more.delete("Content-Length");
    const problem = {
      ...((await response.json()) as object),
      detail: told.join("\n"),
      seen: { [sent]: told },
    };
    return new Response(JSON.stringify(problem), { status, headers: more });
  };
}

/** All that is in the files below a folder. */
function written(path: string): string {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

/** What of all secrets stands in a text. */
function leaks(text: string): string[] {
  const all = [
    CANARY,
    BASIC,
    Buffer.from(PASSWORD).toString("base64"),
    Buffer.from(TOKEN).toString("base64"),
  ];
  return all.filter((secret) => text.includes(secret));
}

/** By this one the commands run as processes; for the others in this one, which takes a tenth of the time. */
const BY_PROCESS: keyof typeof SCHEMES = "hawk";

const ONLY = "record.created,record.get,auth.bad,auth.challenge,auth.foreign,path.unknown";
const FORMATS = FORMAT_NAMES.join(",");

describe.each(Object.entries(SCHEMES))("credentials by %s", (name, { env, written: config, secrets }) => {
  test("stand in no output of any command, whatever a server sends back", async () => {
    const wrap = (handler: Handler) => indiscreet(handler, secrets);
    const server = await startReference({ token: tokenOf, wrap });
    const place = join(folder, name);
    const summary = join(folder, "summary.md");
    rmSync(summary, { force: true });
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify({ endpoint: server.endpoint, ...config }));
    const at = ["--config", file];
    const actions = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
    const said: string[] = [];
    const say = async (args: string[], more: Record<string, string> = {}) => {
      const all = { ...env, ...more };
      const { code, out, err } = await (name === BY_PROCESS ? ended(start(args, all)) : sync2(args, all));
      said.push(out, err);
      // With what was said where it is another one.
      return code === 0 || code === 1 ? code : `${code}: ${err}`;
    };
    try {
      const check = ["check", ...at, "--only", ONLY, "--report", place, "--format", FORMATS];
      expect(await say(check, actions)).toBe(1);
      const report = join(place, "report.json");
      expect(await say(["replay", report, "record.created", ...at])).toBe(1);
      expect(await say(["report", report, "--format", "github"], actions)).toBe(0);
      expect([0, 1]).toContain(await say(["judge", join(place, "report.har")]));
      expect(await say(["baseline", report, "--write", "--file", join(place, "known.yaml")])).toBe(0);
      expect(await say(["config", ...at])).toBe(0);
    } finally {
      await server.close();
    }
    const seen = [...said, written(place), readFileSync(summary, "utf8")].join("\n");
    // What was sent back came as far as the report, or the test would show nothing.
    expect(seen).toMatch(/X-Debug/i);
    expect(leaks(seen)).toEqual([]);
  });
});
