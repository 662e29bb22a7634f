import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { ended, start, useFolder } from "../support/command.ts";
import { ENV, serve } from "../support/serving.ts";

useFolder();

test("--watch checks again after a restart: what failed first, and then the rest", async () => {
  let server = await serve(true);
  const port = Number(new URL(server.endpoint).port);
  const child = start(["check", server.endpoint, "--only", "record.created,record.get", "--watch"], ENV);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += text));
  const run = ended(child);
  const until = async (pattern: RegExp) => {
    while (!pattern.test(said)) {
      if (child.exitCode !== null) throw new Error(`it ended: ${said}`);
      await setTimeout(50);
    }
    said = said.replace(pattern, "");
  };
  try {
    await until(/fail +\d+ rules[\s\S]*Waiting for a restart/);
    await server.close();
    server = await serve(false, port);
    await until(/First the rules that failed: 1 rule\.[\s\S]*pass +1 rule: 1 passed/);
    await until(/Now all rules\.[\s\S]*pass +\d+ rules[\s\S]*Waiting for a restart/);
  } finally {
    child.kill("SIGINT");
    await server.close();
  }
  expect((await run).code).toBe(130);
});
