/** The command `sync2 config`: the configuration that a run would use. */
import type { Command } from "commander";
import { print } from "../ci-log.ts";
import type { CommandShell } from "../shell.ts";
import { addTargetOptions } from "./check.ts";

const CONFIG_HELP = `
The configuration is sync2.config.yaml (.yml, .json, .ts, .mts, .js, .mjs) in the current folder, or the file that
--config names. The command line overrides the environment, and the environment overrides the file. In YAML and JSON \${NAME}
stands for an environment variable; in TypeScript:

  import { defineConfig } from "sync2-protocol";
  export default defineConfig({ endpoint: "https://sync.example/2.0/{account}" });

No credential is shown, only the variable that it comes from, or that it is set.

Exit codes:
  0    the configuration is correct
  2    it is not: each mistake is printed with its file, line, key and reason

Examples:
  npx sync2-protocol config
  npx sync2-protocol config --json
  npx sync2-protocol config --explain
  npx sync2-protocol config --explain server.command
`;

export function addConfig(program: Command, { env, stdout, useColor }: CommandShell): void {
  addTargetOptions(
    program
      .command("config")
      .summary("check the configuration, or explain its keys")
      .description("Checks the configuration and shows what sync2 check would use; sends nothing anywhere.")
      .argument("[endpoint]", "endpoint URL of an account, as of sync2 check")
      .option(
        "--explain [key]",
        "explain a key such as scenarios.quota, or all: description, type, default, example",
      )
      .option("--json", "for programs"),
  )
    .addHelpText("after", CONFIG_HELP)
    .action(async (endpoint, options) => {
      const { config } = await import("../show-config.ts");
      const text = await config(endpoint, { ...options, color: useColor() }, env);
      print({ stdout, env }, `${text}\n`, options.json ? "json" : "text");
    });
}
