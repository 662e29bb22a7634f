import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Running, startReference } from "../../../conformance/reference/server.ts";
import openapi from "../../../generated/openapi.json" with { type: "json" };
import { runRedocly } from "../../redocly/run-redocly.ts";
import { openWorkspace, type Workspace } from "../client-workspace.ts";

/** Tests the document with readers, client generators and Prism. */

const BUNDLES = ["openapi.json", "openapi.annotated.json"];
/** Without a title. */
const BROKEN = JSON.stringify({ openapi: "3.1.1", info: { version: "1" }, paths: {} });
const READERS = ["spectral", "swagger-parser", "readme-parser"];

let workspace: Workspace;
let server: Running;
beforeAll(async () => {
  workspace = await openWorkspace();
  server = await startReference();
});
afterAll(async () => {
  await server?.close();
  workspace?.remove();
});

/** The arguments of the workflow: an account of its own, as an endpoint URL and a token. */
function account(name: string): [endpoint: string, token: string] {
  return [server.endpoint.replace("{account}", name), `reference-${name}`];
}

describe("What reads the document", () => {
  let found: Record<string, string[]>;
  beforeAll(async () => {
    writeFileSync(join(workspace.folder, "broken.json"), BROKEN);
    found = JSON.parse(await workspace.run("validate-document.mjs", "openapi.json", "broken.json"));
  });

  test.each(READERS)("finds nothing wrong with it: %s", (reader) => {
    expect(found[`${reader} openapi.json`]).toEqual([]);
  });

  test.each(READERS)("finds what is wrong with a broken one: %s", (reader) => {
    expect(found[`${reader} broken.json`]?.join("\n")).toContain("title");
  });

  test("finds nothing wrong with it, nor with the annotated one: the strict rules of Redocly", () => {
    const lint = (...files: string[]) =>
      runRedocly(["lint", ...files, "--extends=recommended-strict"], workspace.folder);
    const { status, stdout, stderr } = lint(...BUNDLES);
    expect({ status, said: `${stdout}${stderr}`.match(/\[\d+\] .*/g) }).toEqual({ status: 0, said: null });
    expect(lint("broken.json").status).toBe(1);
  });
});

describe("Generated clients", () => {
  beforeAll(async () => {
    await workspace.run("generate-clients.mjs");
    await workspace.run("node_modules/typescript/bin/tsc");
  });

  test("compile strictly, and the one of hey-api updates safely", async () => {
    const said = await workspace.run("compiled/update-safely.js", ...account("hey-api"));
    expect(JSON.parse(said)).toEqual({
      late: "precondition-failed",
      payload: "theirs and mine",
      complaints: [],
    });
  });

  describe("with Prism", () => {
    let prism: ChildProcess;
    let busy: Server;
    let mock: string;
    let proxies: string[];
    beforeAll(async () => {
      // Answers each request with the status that its path ends in.
      busy = createServer(({ url = "" }, response) => {
        const status = Number(url.slice(-3));
        response.writeHead(status, {
          "Content-Type": "application/problem+json",
          "Retry-After": "1",
          "X-Weave-Timestamp": "1795000000.00",
        });
        response.end(JSON.stringify({ status, code: "too-many-requests" }));
      }).listen(0, "127.0.0.1");
      await once(busy, "listening");
      const upstreams = [account("prism")[0], `http://127.0.0.1:${(busy.address() as AddressInfo).port}`];
      prism = spawn(process.execPath, ["start-prism.mjs", ...upstreams], {
        cwd: workspace.folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const lines = createInterface({ input: prism.stdout as NonNullable<ChildProcess["stdout"]> });
      const [line] = await once(lines, "line");
      ({ mock, proxies } = JSON.parse(line));
    });
    afterAll(() => {
      prism?.kill();
      busy?.close();
    });

    test("before the reference server do not make it complain", async () => {
      const [, token] = account("prism");
      const said = await workspace.run("compiled/update-safely.js", proxies[0] as string, token);
      expect(JSON.parse(said)).toMatchObject({ payload: "theirs and mine", complaints: [] });
    });

    test("get 429 from any operation, about which it says nothing", async () => {
      const complaint = async (path: string) => {
        const headers = { Authorization: "Bearer token" };
        const response = await fetch(`${proxies[1]}${path}`, { headers });
        return response.headers.get("sl-violations");
      };
      expect(await complaint("/storage/bookmarks/429")).toBeNull();
      expect(await complaint("/storage/bookmarks/418")).toContain("status code");
    });

    test("get the examples of the document from its mock", async () => {
      const response = await fetch(`${mock}/info/quota`, { headers: { Authorization: "Bearer token" } });
      expect(await response.json()).toEqual(
        openapi.components.responses.QuotaRead.content["application/json"].example,
      );
      expect((await fetch(`${mock}/info/quota`)).status).toBe(401);
    });
  });
});
