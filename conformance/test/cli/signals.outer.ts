import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ended, folder, hasTrace, start, useFolder } from "../support/command.ts";
import { file } from "../support/configs.ts";
import { EMPTY_ACCOUNT, logged, loggingCommand, writeScenarios } from "../support/scenario-configs.ts";
import { withServer } from "../support/servers.ts";

useFolder();

test.each(["SIGINT", "SIGTERM"] as const)("%s takes the server out of the scenario first", async (signal) => {
  await withServer(EMPTY_ACCOUNT, async (origin) => {
    writeFileSync(join(folder, "log"), "");
    const before = loggingCommand("enter", "setInterval(() => {}, 1000)");
    writeScenarios(
      origin,
      `backoff: { before: ${before}, after: ${loggingCommand("leave", "process.exit(5)")} }`,
    );
    const child = start(["check", "--config", file, "--only", "backoff.sent"]);
    const run = ended(child);
    while (!logged().includes("enter")) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill(signal);
    const { code, err } = await run;
    expect(logged()).toEqual(["enter", "leave"]);
    expect(err).toMatch(
      /Interrupted: .*\n.*scenarios\.backoff\.after: .* code 5\. The server may still be in/s,
    );
    expect({ code, trace: hasTrace(err) }).toEqual({ code: 130, trace: false });
  });
});
