import { type Command, InvalidArgumentError, Option } from "commander";
import type { StageName } from "../../../generated/rules.ts";
import schema from "../../config/config.schema.json" with { type: "json" };
import type { FailOn } from "../../config/read-run.ts";
import { SCHEMES, type Scheme } from "../../exchange/credentials.ts";
import { LEAST_LEVELS, type LeastLevel } from "../../results/report-model.ts";
import { decimal, filled, lines, list, whole } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";
import { formatOption } from "./format-option.ts";

/** Taken from the schema, because that loads faster than all rules. */
const STAGES = schema.$defs.stageName.enum as readonly StageName[];
const FAIL_ON = schema.properties.failOn.items.enum as readonly FailOn[];

const CHECK_HELP = `
Stages: ${STAGES.slice(0, 6).join(", ")},
${STAGES.slice(6).join(", ")}.

Without an endpoint, here, in SYNC2_ENDPOINT or in the configuration, the
embedded reference server is checked. {account} in an endpoint stands for names
that the suite makes up. Credentials come from environment or configuration:
SYNC2_TOKEN, or SYNC2_HAWK_ID and SYNC2_HAWK_KEY, or SYNC2_USERNAME and
SYNC2_PASSWORD; they may hold {account} too.

  sync2 config --explain   all keys of the configuration and their meaning:
                           accounts, scenarios, seed, effort, docs, …

Exit codes: 0 no MUST is violated; 1 one is, or --fail-on says so; 2 a mistake
in the command line or configuration; 3 the target cannot be used; 4 the suite
itself broke, or answers got lost; 5 ended by --time-limit; 130 interrupted.

  SYNC2_TOKEN='x-{account}' sync2 check 'http://127.0.0.1:8000/2.0/{account}'
`;

export function addCheck(program: Command, shell: CommandShell): void {
  addTargetOptions(
    program
      .command("check")
      .summary("check a server")
      .description("Checks a server against every rule, and writes report.json and index.html.")
      .argument("[endpoint]", "endpoint URL of an account")
      .addOption(new Option("--stage <name>", "check one stage of writing a server").argParser(stage))
      .addOption(new Option("--through <name>", "check that stage and all stages before it").argParser(stage))
      .addOption(selectors("--only <area or rule>", "narrow the run, e.g. record,list.sort"))
      .addOption(selectors("--exclude <area or rule>", "leave out areas or rules")),
  )
    .addOption(new Option("--level <MUST|SHOULD>", "the lowest level to check").argParser(level))
    .option("--bail", "stop at the first violated MUST that is not known")
    .option("--watch", "check again after each restart of the server")
    .option("--baseline <file>", "known failures, which do not fail a run", filled)
    .addOption(
      new Option("--fail-on <what,...>", "fail also for: should, incomplete, inconclusive").argParser(failOn),
    )
    .option("--wait <seconds>", "how long to wait for the server", decimal(0, 3600))
    .option("--time-limit <minutes>", "end the run after that time", decimal(0.01, 1440))
    .option("--report <folder>", "folder of the report (default: sync2-report)", filled)
    .addOption(formatOption("write also junit, tap, markdown, har, badge, github"))
    .addOption(new Option("--docs <url>", "documentation to link to").argParser(filled).hideHelp())
    .addOption(new Option("--concurrency <number>", "checks at a time").argParser(whole(1, 256)).hideHelp())
    .addOption(
      new Option("--seed <number>", "where random choices begin").argParser(whole(0, 2 ** 32 - 1)).hideHelp(),
    )
    .addOption(
      new Option("--effort <factor>", "how much is tried at random").argParser(decimal(1, 1000)).hideHelp(),
    )
    .addHelpText("after", CHECK_HELP)
    // Shows no defaults and choices, because the help already fills two screens.
    .configureHelp({ optionDescription: ({ description }) => description })
    .action(async (endpoint, options) => {
      const { check } = await import("../check/run-check.ts");
      const { format: formats, ...others } = options;
      shell.exit(await check(endpoint, { ...others, formats, color: shell.useColor() }, shell));
    });
}

function failOn(text: string, before: FailOn[] = []): FailOn[] {
  return [...new Set(list(text, before).map((what) => oneOf(FAIL_ON, what)))];
}

function stage(text: string): StageName {
  return oneOf(STAGES, text);
}

function level(text: string): LeastLevel {
  return oneOf(LEAST_LEVELS, text);
}

/** An option for rule selectors. Its argument is a placeholder, since all names would take half a screen of help. */
function selectors(flags: string, description: string): Option {
  return new Option(flags, description).argParser(list).default([], "none");
}

function oneOf<Name extends string>(names: readonly Name[], text: string): Name {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Allowed choices are ${names.join(", ")}.`);
}

/** The options that name a server and say how to reach it. */
export function addTargetOptions(command: Command): Command {
  return command
    .option("--wipe", "delete what the accounts hold")
    .option("--config <file>", "configuration (default: sync2.config.yaml, …)", filled)
    .option("--target <name>", "one of the targets of the configuration", list)
    .addOption(new Option("--auth <scheme>", "bearer, hawk, basic or none").argParser(scheme))
    .option("--header <name: value>", "send with every request, for a gateway", lines)
    .option("--ca <file>", "trust more authorities, from a PEM file", filled)
    .option("--timeout <seconds>", "for one exchange", decimal(0.001, 600));
}

function scheme(text: string): Scheme {
  return oneOf(SCHEMES, text);
}
