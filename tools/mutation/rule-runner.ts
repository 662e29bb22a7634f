/** Runs the conformance suite as the tests of StrykerJS, one rule a test. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  INSTRUMENTER_CONSTANTS,
  type InstrumenterContext,
  type MutantCoverage,
  type StrykerOptions,
} from "@stryker-mutator/api/core";
import { commonTokens, tokens } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestRunner,
  TestStatus,
} from "@stryker-mutator/api/test-runner";

import type { HarnessOptions } from "./harness-options.ts";

/** The test runner of StrykerJS that runs rules as tests of a mutant. */

type Strictness = import("./catch-mutant.ts").Strictness;
type Suite = typeof import("./catch-mutant.ts");
type Rule = Suite["RULES"][number];

/** The state that the mutated code reads. Its own type does not allow to unset its members. */
type Context = { [Key in keyof InstrumenterContext]?: InstrumenterContext[Key] | undefined };

/** The test id for work of the server that belongs to no single rule. */
const ANY = "any rule";

/**
 * Runs the suite as the test of a mutant. Each rule is a test, and all run concurrently until one catches the mutant.
 * The server reports for which rule it works, so that a mutant is tested only with rules whose requests reach it.
 */
export class RuleRunner implements TestRunner {
  static inject = tokens(commonTokens.options);
  readonly #context: Context;
  #suite: Suite | undefined;
  /** Number of mutants that a rule has caught in a file. The same rules tend to catch the mutants of one file. */
  readonly #caught = new Map<string, number>();

  readonly #manner: Strictness;

  constructor(options: StrykerOptions) {
    this.#manner = options as HarnessOptions;
    const scope = globalThis as unknown as Record<string, Context>;
    this.#context = scope[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
  }

  /** Modules stay loaded until the process ends. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    // The checks notice a server that crashes, because it no longer answers.
    process.on("uncaughtException", () => {});
    process.on("unhandledRejection", () => {});
  }

  async dryRun(): Promise<DryRunResult> {
    const suite = await this.#load();
    Object.defineProperty(this.#context, "currentTestId", { get: () => suite.servedRule() ?? ANY });
    const start = performance.now();
    const catching = await suite.catchBy(suite.RULES, this.#manner);
    const timeSpentMs = (performance.now() - start) / suite.RULES.length;
    const tests = suite.RULES.map((rule) => ({ id: rule, name: rule, timeSpentMs }));
    return {
      status: DryRunStatus.Complete,
      tests: tests.map((test) =>
        test.id === catching?.rule
          ? { ...test, status: TestStatus.Failed, failureMessage: catching.reason }
          : { ...test, status: TestStatus.Success },
      ),
      mutantCoverage: spread(this.#context.mutantCoverage, suite.RULES),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, mutantActivation, testFilter, hitLimit } = options;
    const context = this.#context;
    try {
      context.activeMutant = mutantActivation === "static" ? activeMutant.id : undefined;
      const suite = await this.#load();
      context.activeMutant = activeMutant.id;
      context.hitCount = hitLimit === undefined ? undefined : 0;
      context.hitLimit = hitLimit;
      const rules = this.#ordered((testFilter as Rule[] | undefined) ?? suite.RULES, activeMutant.fileName);
      const catching = await suite.catchBy(rules, this.#manner);
      if (determineHitLimitReached(context.hitCount, hitLimit)) return { status: MutantRunStatus.Timeout };
      const nrOfTests = rules.length;
      if (!catching) return { status: MutantRunStatus.Survived, nrOfTests };
      this.#count(activeMutant.fileName, catching.rule);
      return killed(catching.rule, catching.reason, nrOfTests);
    } catch (error) {
      return killed("start", `the server does not start: ${(error as Error).message}`, 0);
    } finally {
      context.activeMutant = undefined;
    }
  }

  /** Sorts rules by the number of mutants that they have caught in the same file. */
  #ordered(rules: readonly Rule[], file: string): Rule[] {
    const caught = (rule: Rule) => this.#caught.get(`${file} ${rule}`) ?? 0;
    return [...rules].sort((a, b) => caught(b) - caught(a));
  }

  #count(file: string, rule: Rule): void {
    const key = `${file} ${rule}`;
    this.#caught.set(key, (this.#caught.get(key) ?? 0) + 1);
  }

  /** Loads the copy in the sandbox, which is the working directory: the file beside this one is not mutated. */
  async #load(): Promise<Suite> {
    this.#suite ??= (await import(pathToFileURL(resolve("tools/mutation/catch-mutant.ts")).href)) as Suite;
    return this.#suite;
  }
}

function killed(rule: string, failureMessage: string, nrOfTests: number): MutantRunResult {
  return { status: MutantRunStatus.Killed, killedBy: [rule], failureMessage, nrOfTests };
}

/** Adds the work for no single rule to the coverage of every rule. */
function spread(coverage: MutantCoverage | undefined, rules: readonly string[]): MutantCoverage {
  const { static: loading = {}, perTest = {} } = coverage ?? {};
  const any = perTest[ANY] ?? {};
  return {
    static: loading,
    perTest: Object.fromEntries(
      rules.map((rule) => {
        const own = perTest[rule] ?? {};
        const ids = new Set([...Object.keys(any), ...Object.keys(own)]);
        return [rule, Object.fromEntries([...ids].map((id) => [id, (any[id] ?? 0) + (own[id] ?? 0)]))];
      }),
    ),
  };
}
