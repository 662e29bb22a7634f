/** Builds the check that performs random sequences, and shortens one that fails. */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { CheckContext } from "../../../runner/define-check.ts";
import type { Command } from "./commands.ts";
import { commandsOf } from "./generate-commands.ts";
import type { World } from "./model-world.ts";
import { Attempts, type Failure, isMeant, type Plan, performAll, performOne } from "./sequence-attempts.ts";
import { boundsOf } from "./sequence-setting.ts";

/** Greatest number of sequences tried to shorten a failing one. */
const MOST_SHRINKS = 300;
const MOST_SHRINK_MS = 14_000;
/** Greatest number of sequences tried after that, to leave out single commands and conditions. */
const MOST_POLISHES = 100;
const MOST_POLISH_MS = 6000;
/** A search of ordinary effort ends after this time even with a slow server; a fast one takes a few seconds. */
const MOST_SEARCH_MS = 75_000;

/**
 * Builds the check that performs random sequences of requests and compares every answer with a model of the account.
 * fast-check generates the sequences, the same ones for the same seed, and shortens one that fails.
 */
export function sequences(plan: Plan): (context: CheckContext) => Promise<void> {
  return async (context) => {
    const bounds = await boundsOf(context.account);
    const search = new Search(plan, context, new Attempts(plan, context, { bounds, timed: false }));
    await search.run();
  };
}

class Search {
  readonly #plan: Plan;
  readonly #context: CheckContext;
  readonly #attempts: Attempts;
  #performed = 0;
  #shrinks = 0;
  #most = MOST_SHRINKS;
  #until = Number.POSITIVE_INFINITY;

  constructor(plan: Plan, context: CheckContext, attempts: Attempts) {
    this.#plan = plan;
    this.#context = context;
    this.#attempts = attempts;
  }

  /** Throws unless the rule is kept. */
  async run(): Promise<void> {
    const { mix, crowd, sequences, commands } = this.#plan;
    const step = commandsOf(mix, crowd).map((command) => new Step(command));
    const property = fc.asyncProperty(
      fc.commands([step], { maxCommands: commands, size: "max", disableReplayLog: true }),
      async (steps) => {
        if (this.#isOver()) return;
        const failure = await this.#attempt((world) =>
          fc.asyncModelRun(() => ({ model: world, real: null }), steps),
        );
        if (failure) throw failure.mismatch;
      },
    );
    const numRuns = Math.max(1, Math.round(sequences * this.#context.effort));
    const seed = this.#context.seed | 0;
    const { shorten, effort } = this.#context;
    const interruptAfterTimeLimit = MOST_SEARCH_MS * effort;
    await fc.check(property, { seed, numRuns, interruptAfterTimeLimit, endOnFailure: !shorten });
    if (shorten) await this.#polish();
    this.#attempts.conclude(this.#performed);
  }

  /** Leaves out single commands, then conditions: fast-check keeps the last command, and may have run out of tries. */
  async #polish(): Promise<void> {
    const { shortest } = this.#attempts;
    if (!shortest) return;
    this.#most = this.#shrinks + MOST_POLISHES;
    this.#until = performance.now() + MOST_POLISH_MS;
    for (let index = shortest.commands.length - 1; index >= 0; index--) {
      await this.#vary((command, at) => (at === index ? null : command));
    }
    for (let index = shortest.commands.length - 1; index >= 0; index--) {
      await this.#vary((command, at) =>
        at === index && "condition" in command ? { ...command, condition: null } : command,
      );
    }
  }

  /** Tries a variant of the shortest sequence. */
  async #vary(vary: (command: Command, index: number) => Command | null): Promise<void> {
    const commands = this.#attempts.shortest?.commands ?? [];
    const varied = commands.map(vary);
    if (this.#isOver() || varied.every((command, index) => isDeepStrictEqual(command, commands[index])))
      return;
    const left = varied.filter((command) => command !== null);
    await this.#attempt((world) => performAll(world, left));
  }

  #isOver(): boolean {
    if (this.#attempts.broken !== null) return true;
    return this.#shrinks >= this.#most || performance.now() > this.#until;
  }

  async #attempt(work: (world: World) => Promise<void>): Promise<Failure | null> {
    const { first } = this.#attempts;
    if (first) this.#shrinks += 1;
    else this.#performed += 1;
    const failure = await this.#attempts.try(work);
    if (!failure) return null;
    if (!first) this.#until = performance.now() + MOST_SHRINK_MS;
    this.#attempts.take(failure);
    return failure;
  }
}

/** A command as fast-check runs it. */
class Step implements fc.AsyncCommand<World, null> {
  readonly #command: Command;

  constructor(command: Command) {
    this.#command = command;
  }

  check(world: Readonly<World>): boolean {
    return isMeant(world as World, this.#command);
  }

  run(world: World): Promise<void> {
    return performOne(world, this.#command);
  }
}
