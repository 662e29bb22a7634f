/** The plugin that StrykerJS loads: test runner, choice of mutants, log of results, and texts that are not mutated. */
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
