/** The command `sync2 init`: asks a few questions and writes the files to check a server. */
import { type Command, Option } from "commander";
import { SCHEMES } from "../../exchange/credentials.ts";
import { print } from "../ci-log.ts";
import { ACCOUNTS, SYSTEMS } from "../init/answers.ts";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";

const INIT_HELP = `
Asks four questions, or takes the answers from the options: where the server is (its endpoint URL, or the command that
starts it), how accounts are created, which credentials requests have, and which CI system runs the check. Writes
sync2.config.yaml and, for GitHub, .github/workflows/sync2.yml or, for GitLab, sync2.gitlab-ci.yml into the current
folder. It overwrites no file and writes no secret: the files name the environment variables that hold the secrets.

Examples:
  npx sync2-protocol init
  npx sync2-protocol init --endpoint 'http://127.0.0.1:8000/2.0/{account}' --auth bearer --ci github --yes
  npx sync2-protocol init --server 'npm start' --endpoint 'http://127.0.0.1:8000/2.0/{account}' --ci gitlab --yes
`;

export function addInit(program: Command, { env, stdin, stdout }: CommandShell): void {
  program
    .command("init")
    .summary("write a configuration and a CI workflow")
    .description("Asks about your server, and writes a configuration and the workflow of a CI system.")
    .option("--endpoint <url>", "endpoint URL of an account, maybe with {account} in it", filled)
    .option("--server <command>", "program and arguments that start the server", filled)
    .addOption(new Option("--accounts <how>", "created on first use, or listed").choices(ACCOUNTS))
    .addOption(new Option("--auth <scheme>", "scheme of the credentials").choices(SCHEMES))
    .addOption(new Option("--ci <system>", "CI system").choices(SYSTEMS))
    .option("--yes", "ask nothing; use the most likely answer for what is not given")
    .addHelpText("after", INIT_HELP)
    .action(async (options) => {
      const { init } = await import("../init/write-files.ts");
      const terminal = stdin.isTTY && stdout.isTTY ? { input: stdin, output: stdout } : null;
      print({ stdout, env }, `${await init(options, terminal)}\n`);
    });
}
