import { type Command, Option } from "commander";
import { SCHEMES } from "../../exchange/credentials.ts";
import { decimal, filled, list, whole } from "../arguments.ts";
import type { Shell } from "./shell.ts";

const CHECK_HELP = `
Without an endpoint, here or in SYNC2_ENDPOINT or in the configuration, the embedded reference server is checked.
{account} in the endpoint stands for names that the suite makes up, on servers that make accounts on the fly.

Environment:
  SYNC2_ENDPOINT                   the endpoint URL
  SYNC2_TOKEN                      bearer: the token
  SYNC2_HAWK_ID, SYNC2_HAWK_KEY    hawk: id and key (SHA-256)
  SYNC2_USERNAME, SYNC2_PASSWORD   basic: user name and password
  NO_COLOR                         no colours

Credentials may hold {account} too, and are never taken from the command line. The scheme is that of the
configuration or of --auth, or else the first of bearer, hawk and basic whose variables are set. Hawk credentials
beside a token, or a token beside Hawk credentials, are for the rules about that scheme alone.

Configuration (sync2.config.yaml or .json; \${NAME} in a string is an environment variable):
  endpoint       as above
  credentials    {scheme: bearer, token}, {scheme: hawk, id, key}, {scheme: basic, username, password} or
                 {scheme: none}, for the endpoint and accounts beside them alone
  token          short for credentials of the scheme bearer; beside another scheme, for the rules about Bearer
  hawk           {id, key}, for the rules about Hawk
  accounts       list of {name, endpoint} with token, credentials and hawk of their own, where they have any:
                 accounts that exist, instead of {account}. Two are enough.
  scenarios      targets for states that no client can bring about, below
  timeout        seconds for one exchange (10)
  concurrency    checks at the same time (16)

Scenarios: a rule that needs one is untested without a target for it, and the run is not complete.
  maintenance    every request is answered 503          upgrade-client   every request is answered 403
  backoff        answers carry X-Weave-Backoff          retired          every request is answered 410
  quota          accounts have a quota                  deprecated       the configuration says deprecated
  message        accounts have messages to acknowledge

  Each takes endpoint, token or credentials, accounts, as above and as the target's where left out, and
  headers        {name: value}: go with every request, e.g. User-Agent for upgrade-client
  before, after  [program, argument, …]: put the server into the scenario and back, run without a shell. Such rules
                 run alone, after all others; "after" runs whatever happened. In maintenance, upgrade-client and
                 retired each rule does so by itself, as its check needs the server as it usually is first.
  timeoutSeconds for each of the two (30)

    endpoint: 'https://sync.example/2.0/{account}'
    credentials: { scheme: hawk, id: '{account}', key: '\${KEY}-{account}' }
    scenarios:
      quota: { endpoint: 'https://small.sync.example/2.0/{account}' }
      upgrade-client: { headers: { User-Agent: Firefox/1.0 } }
      maintenance: { before: [./maintenance, 'on'], after: [./maintenance, 'off'], timeoutSeconds: 10 }

Exit codes:
  0    pass: no MUST is violated
  1    a MUST is violated, each time or in some of the attempts
  2    the command line or the configuration is wrong
  3    the target cannot be used: unreachable, credentials refused, account not empty
  4    the suite itself broke, so neither can be said, or the report cannot be written
  130  interrupted

Examples:
  npx sync2 check
  SYNC2_TOKEN='secret-{account}' npx sync2 check 'http://127.0.0.1:8000/2.0/{account}'
  npx sync2 check --only record --only list.sort
  SYNC2_HAWK_ID='{account}' SYNC2_HAWK_KEY='secret-{account}' npx sync2 check \\
    'http://127.0.0.1:8000/2.0/{account}'
`;

export function addCheck(program: Command, { useColor, exit }: Shell): void {
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
    .option("--report <folder>", "where the report goes", filled, "sync2-report")
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
      exit(await check(endpoint, { ...options, color: useColor() }));
    });
}

/** Options that say which server is meant, and how to reach it. */
export function addTargetOptions(command: Command): Command {
  return command
    .option("--wipe", "delete what the accounts hold; without it an account that holds data is not touched")
    .option(
      "--config <file>",
      "configuration (default: sync2.config.yaml or .json, where there is one)",
      filled,
    )
    .addOption(
      new Option("--auth <scheme>", "scheme of the credentials that the environment holds").choices(SCHEMES),
    )
    .option("--timeout <seconds>", "for one exchange", decimal(0.001, 600));
}
