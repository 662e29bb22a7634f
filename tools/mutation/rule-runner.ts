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

type Strictness = import("./catch-mutant.ts").Strictness;
type Suite = typeof import("./catch-mutant.ts");
type Rule = Suite["RULES"][number];

/** What the mutated code looks at; its own type does not say that all of it may be unset again. */
type Context = { [Key in keyof InstrumenterContext]?: InstrumenterContext[Key] | undefined };

/** Stands for work of the server that cannot be put down to the check of one rule. */
const ANY = "any rule";

/**
 * Runs the conformance suite as the test of a mutant: a rule is a test, and all of them are under way at the same time
 * until one catches the mutant. The server reports which rule it is at work for, so that a mutant is only shown to
 * the rules whose requests come by it.
 */
export class RuleRunner implements TestRunner {
  static inject = tokens(commonTokens.options);
  readonly #context: Context;
  #suite: Suite | undefined;
  /** How many mutants of a file a rule has caught so far: mutants of one file tend to be caught by the same rules. */
  readonly #caught = new Map<string, number>();

  readonly #manner: Strictness;

  constructor(options: StrykerOptions) {
    this.#manner = options as HarnessOptions;
    const scope = globalThis as unknown as Record<string, Context>;
    this.#context = scope[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
  }

  /** Modules stay loaded for as long as the process lives. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    // A server that dies of its mutant answers no more, which the checks notice.
    process.on("uncaughtException", () => {});
    process.on("unhandledRejection", () => {});
  }

  async dryRun(): Promise<DryRunResult> {
    const suite = await this.#load();
    Object.defineProperty(this.#context, "currentTestId", { get: () => suite.servedRule() ?? ANY });
    const start = performance.now();
    const found = await suite.catchBy(suite.RULES, this.#manner);
    const timeSpentMs = (performance.now() - start) / suite.RULES.length;
    const tests = suite.RULES.map((rule) => ({ id: rule, name: rule, timeSpentMs }));
    return {
      status: DryRunStatus.Complete,
      tests: tests.map((test) =>
        test.id === found?.rule
          ? { ...test, status: TestStatus.Failed, failureMessage: found.reason }
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
      const found = await suite.catchBy(rules, this.#manner);
      if (determineHitLimitReached(context.hitCount, hitLimit)) return { status: MutantRunStatus.Timeout };
      const nrOfTests = rules.length;
      if (!found) return { status: MutantRunStatus.Survived, nrOfTests };
      this.#count(activeMutant.fileName, found.rule);
      return killed(found.rule, found.reason, nrOfTests);
    } catch (error) {
      return killed("start", `the server does not start: ${(error as Error).message}`, 0);
    } finally {
      context.activeMutant = undefined;
    }
  }

  /** Those that have caught most in the same file come first. */
  #ordered(rules: readonly Rule[], file: string): Rule[] {
    const caught = (rule: Rule) => this.#caught.get(`${file} ${rule}`) ?? 0;
    return [...rules].sort((a, b) => caught(b) - caught(a));
  }

  #count(file: string, rule: Rule): void {
    const key = `${file} ${rule}`;
    this.#caught.set(key, (this.#caught.get(key) ?? 0) + 1);
  }

  /** The one of the sandbox, which is where this process is: beside this file stands the original. */
  async #load(): Promise<Suite> {
    this.#suite ??= (await import(pathToFileURL(resolve("tools/mutation/catch-mutant.ts")).href)) as Suite;
    return this.#suite;
  }
}

function killed(rule: string, failureMessage: string, nrOfTests: number): MutantRunResult {
  return { status: MutantRunStatus.Killed, killedBy: [rule], failureMessage, nrOfTests };
}

/** Counts for every rule what was done for any. */
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
