/** What StrykerJS loads: how the suite is run against a mutant, which mutants are run, and which are none. */
import { declareClassPlugin, declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { Lines } from "./lines.ts";
import { RuleRunner } from "./runner.ts";
import { SampleChecker } from "./sample.ts";
import { texts } from "./texts.ts";

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "rules", RuleRunner),
  declareClassPlugin(PluginKind.Checker, "sample", SampleChecker),
  declareClassPlugin(PluginKind.Reporter, "lines", Lines),
  declareValuePlugin(PluginKind.Ignore, "texts", texts),
];

export { HARNESS_SCHEMA as strykerValidationSchema } from "./options.ts";
