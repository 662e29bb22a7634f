import { type Command, Option } from "commander";
import { SCHEMES } from "../../exchange/credentials.ts";
import { LEAST_LEVELS } from "../../report/model.ts";
import { decimal, filled, lines, list, whole } from "../arguments.ts";
import type { CommandShell } from "../shell.ts";
import { formatLines, formatOption } from "./format-option.ts";

const CHECK_HELP = `
Without an endpoint, here or in SYNC2_ENDPOINT or in the configuration, the embedded reference server is checked.
{account} in the endpoint stands for names that the suite makes up, on servers that make accounts on the fly.

Environment:
  SYNC2_ENDPOINT                   the endpoint URL
  SYNC2_TOKEN                      bearer: the token
  SYNC2_HAWK_ID, SYNC2_HAWK_KEY    hawk: id and key (SHA-256)
  SYNC2_USERNAME, SYNC2_PASSWORD   basic: user name and password
  HTTP_PROXY, HTTPS_PROXY          proxies to the server, but to no host in NO_PROXY, nor to this machine
  NODE_EXTRA_CA_CERTS, NO_COLOR    as elsewhere

Credentials may hold {account} too, and are never taken from the command line. The scheme is that of the
configuration or of --auth, or else the first of bearer, hawk and basic whose variables are set. Hawk credentials
beside a token, or a token beside Hawk credentials, are for the rules about that scheme alone.

Configuration: sync2.config.yaml (.yml, .json, .ts, .mts, .js, .mjs) in the current folder, or what --config names.
The command line comes before the environment, and that before the file. There stand, besides what options say:
accounts that exist, instead of {account}; a command that starts the server; scenarios, which are targets for states
that no client can bring about (a rule that needs one is untested without it, and the run not complete); and several
targets, each by a name.

  sync2 config --explain [key]   what each key means, with its default and an example
  sync2 config                   checks the configuration, and shows what would be used
  sync2 init                     writes one

    endpoint: 'https://sync.example/2.0/{account}'
    credentials: { scheme: hawk, id: '{account}', key: '\${KEY}-{account}' }
    scenarios:
      quota: { endpoint: 'https://small.sync.example/2.0/{account}' }
      maintenance: { before: [./maintenance, 'on'], after: [./maintenance, 'off'], timeoutSeconds: 10 }

Formats (html and json are always written; in GitHub Actions annotations and the summary of the step come by
themselves; "sync2 report" renders any of them later):
${formatLines()}

Exit codes:
  0    pass: no MUST is violated
  1    a MUST is violated, each time or in some of the attempts
  2    the command line or the configuration is wrong
  3    the target cannot be used: unreachable, credentials refused, account not empty
  4    the suite itself broke, so neither can be said, or the report cannot be written
  130  interrupted

Of several targets the worst counts: 1 before 4 before 3.

Examples:
  npx sync2 check
  SYNC2_TOKEN='secret-{account}' npx sync2 check 'http://127.0.0.1:8000/2.0/{account}'
  npx sync2 check --only record --only list.sort
  npx sync2 check --baseline sync2-baseline.yaml --format junit,badge
  npx sync2 check --watch --only session
  SYNC2_HAWK_ID='{account}' SYNC2_HAWK_KEY='secret-{account}' npx sync2 check \\
    'http://127.0.0.1:8000/2.0/{account}'
`;

export function addCheck(program: Command, shell: CommandShell): void {
  addTargetOptions(
    program
      .command("check")
      .summary("check a server")
      .description(
        "Checks a server against every rule, prints the verdict, and writes report.json and index.html.",
      )
      .argument("[endpoint]", "endpoint URL of an account")
      .option("--only <area or rule>", "narrow the run, e.g. record or list.sort; may be repeated", list, []),
  )
    .addOption(
      new Option("--level <level>", "the least level that is checked (default: all)").choices(LEAST_LEVELS),
    )
    .option("--bail", "stop at the first MUST that is violated, known failures aside")
    .option("--watch", "check again when the server comes back after a restart: what failed first")
    .option("--baseline <file>", 'known failures, which fail no run: see "sync2 baseline --help"', filled)
    .option("--report <folder>", "where the report goes (default: sync2-report)", filled)
    .addOption(formatOption("what to write beside report.json and index.html, below; may be repeated"))
    .option("--docs <url>", "where the rendered documentation stands, for links in the report", filled)
    .option("--concurrency <number>", "checks at the same time", whole(1, 256))
    .option(
      "--seed <number>",
      "where random choices begin (default: 1); a report names its own",
      whole(0, 2 ** 32 - 1),
    )
    .option("--effort <factor>", "how much is tried at random: 10 for ten times as much", decimal(1, 1000))
    .addHelpText("after", CHECK_HELP)
    .action(async (endpoint, options) => {
      const { check } = await import("../check.ts");
      const { format: formats, ...others } = options;
      shell.exit(await check(endpoint, { ...others, formats, color: shell.useColor() }, shell));
    });
}

/** Options that say which server is meant, and how to reach it. */
export function addTargetOptions(command: Command): Command {
  return command
    .option("--wipe", "delete what the accounts hold; without it an account that holds data is not touched")
    .option(
      "--config <file>",
      "configuration (default: sync2.config.{yaml,yml,json,ts,mts,js,mjs}, where there is one)",
      filled,
    )
    .option("--target <name>", "one of the targets of the configuration; may be repeated", list)
    .addOption(
      new Option("--auth <scheme>", "scheme of the credentials that the environment holds").choices(SCHEMES),
    )
    .option("--header <name: value>", "goes with every request, for a gateway; may be repeated", lines)
    .option("--ca <file>", "certificates of authorities that are trusted too, in PEM format", filled)
    .option("--timeout <seconds>", "for one exchange", decimal(0.001, 600));
}
