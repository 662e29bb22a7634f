import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CANARY, folder, SYNC2, sync2, TOKEN, useFolder } from "../support/command.ts";
import { serve } from "../support/serving.ts";

useFolder();

describe("a server that the configuration starts", () => {
  /** A configuration whose server tells its token, and listens on a port that was free a moment ago. */
  async function written(name: string, more: object): Promise<[config: string, port: number]> {
    const free = await serve(false);
    const port = Number(new URL(free.endpoint).port);
    await free.close();
    const loud = join(folder, "loud.mjs");
    writeFileSync(
      loud,
      `console.log("the token is", process.env.SYNC2_TOKEN); await import(${JSON.stringify(SYNC2)});`,
    );
    const command = [process.execPath, loud, "serve", "--port", String(port)];
    const server = { command, readyUrl: `http://127.0.0.1:${port}/`, env: { SYNC2_TOKEN: TOKEN } };
    const endpoint = `http://127.0.0.1:${port}/2.0/{account}`;
    const config = join(folder, `${name}.json`);
    writeFileSync(config, JSON.stringify({ endpoint, token: TOKEN, server, report: name, ...more }));
    return [config, port];
  }

  test("is awaited, checked and stopped", async () => {
    const [config, port] = await written("starts", { only: ["record.get"] });
    const { code, out, err } = await sync2(["check", "--config", config]);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("Checking") });
    expect(out).toMatch(/pass +\d+ rules/);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect(readdirSync(join(folder, "starts"))).not.toContain("server.log");
  });

  test("leaves its log, without credentials, where the run fails", async () => {
    // A baseline that does not hold makes a run fail.
    const baseline = join(folder, "stale.yaml");
    writeFileSync(baseline, "failures:\n  - rule: record.get.ok\n    reason: Not yet.\n");
    const [config] = await written("fails", { only: ["record.get"], baseline });
    const { code, err } = await sync2(["check", "--config", config]);
    expect(code).toBe(1);
    expect(err).toMatch(/what the server .*said: fails\/server\.log/);
    const log = readFileSync(join(folder, "fails", "server.log"), "utf8");
    expect(log).toMatch(/the token is \[/);
    expect(log).not.toContain(CANARY);
  });

  test("that does not start is said, and nothing is checked", async () => {
    const [config] = await written("dead", {
      server: { command: [process.execPath, "-e", "process.exit(3)"], readyUrl: "http://127.0.0.1:9/" },
    });
    const { code, err, out } = await sync2(["check", "--config", config]);
    expect(err).toMatch(/server\.command: .*ended with code 3/);
    expect({ code, out }).toEqual({ code: 3, out: "" });
  });
});
