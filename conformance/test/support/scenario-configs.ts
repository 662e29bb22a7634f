/** Configurations whose commands switch a server into scenarios. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { CANARY, folder } from "./command.ts";
import { file } from "./configs.ts";

/** A server on which an account is empty, whatever is asked. */
export const EMPTY_ACCOUNT: RequestListener = (_, response) =>
  response.writeHead(200, { "Content-Type": "application/json" }).end("{}");

/** The lines that commands of the configuration left. */
export const logged = () =>
  existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8").trim().split("\n") : [];

/** A command that logs a line and then runs the code. */
export const loggingCommand = (line: string, code: string) =>
  JSON.stringify([process.execPath, "-e", `require("node:fs").appendFileSync("log", "${line}\\n");${code}`]);

/** Writes a configuration with scenarios, for a server at the origin. */
export const writeScenarios = (origin: string, scenarios: string) =>
  writeFileSync(
    file,
    `endpoint: ${origin}/{account}\ntoken: ${CANARY}-{account}\nscenarios: { ${scenarios} }`,
  );
