/** What StrykerJS loads: how the suite is run against a mutant, which mutants are run, and which are none. */
import { declareClassPlugin, declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { ignoreTexts } from "./ignore-texts.ts";
import { SampleChecker } from "./mutant-sample.ts";
import { ResultsLog } from "./results-log.ts";
import { RuleRunner } from "./rule-runner.ts";

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "rules", RuleRunner),
  declareClassPlugin(PluginKind.Checker, "sample", SampleChecker),
  declareClassPlugin(PluginKind.Reporter, "lines", ResultsLog),
  declareValuePlugin(PluginKind.Ignore, "texts", ignoreTexts),
];

export { HARNESS_SCHEMA as strykerValidationSchema } from "./harness-options.ts";
