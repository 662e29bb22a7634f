import { type Command, Option } from "commander";
import { SCHEMES } from "../../exchange/credentials.ts";
import { print } from "../ci-log.ts";
import { ACCOUNTS, SYSTEMS } from "../init/answers.ts";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";

const INIT_HELP = `
Asks four questions, or takes the answers from the options: where the server is (its endpoint URL, or the command that
starts it), how accounts come about, which credentials requests have, and which CI system runs the check. Writes
sync2.config.yaml and, for GitHub, .github/workflows/sync2.yml or, for GitLab, sync2.gitlab-ci.yml into the current
folder. No file is overwritten, and no secret is written: the files name the environment variables that hold them.

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
    .addOption(new Option("--accounts <how>", "made on the fly, or listed").choices(ACCOUNTS))
    .addOption(new Option("--auth <scheme>", "scheme of the credentials").choices(SCHEMES))
    .addOption(new Option("--ci <system>", "CI system").choices(SYSTEMS))
    .option("--yes", "ask nothing; what is not given is what is most likely")
    .addHelpText("after", INIT_HELP)
    .action(async (options) => {
      const { init } = await import("../init/write-files.ts");
      const terminal = stdin.isTTY && stdout.isTTY ? { input: stdin, output: stdout } : null;
      print({ stdout, env }, `${await init(options, terminal)}\n`);
    });
}
