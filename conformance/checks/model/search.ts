import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { Trial } from "../../engine/check.ts";
import { Broken, Inconclusive, Violated } from "../../engine/outcomes.ts";
import type { Command } from "./commands.ts";
import type { Focus } from "./focus.ts";
import { type Crowd, commandsOf, type Mix } from "./generate.ts";
import { named } from "./names.ts";
import { isPossible, perform as performCommand } from "./perform.ts";
import { look } from "./read.ts";
import { Abandoned, boundsOf, Mismatch, type Setting, World } from "./world.ts";

/** How the sequences of a rule are made and judged. */
export interface Plan {
  mix: Mix;
  crowd: Crowd;
  focus: Focus;
  /** Sequences of an ordinary run. */
  sequences: number;
  /** Commands of the longest sequence. */
  commands: number;
  /** How sessions end that are alive where a sequence does: left alive where left out. */
  ends?: "commit" | "abort";
  /** What has to come out well how often, so that the rule can be said to be kept. */
  sees: Record<string, number>;
}

/** Sequences that are tried to make a failing one shorter. */
const MOST_SHRINKS = 300;
const MOST_SHRINK_MS = 14_000;
/** Sequences that are tried after that, to leave out what stands in a short one for nothing. */
const MOST_POLISHES = 100;
const MOST_POLISH_MS = 6000;
/** How often a sequence is tried of which an answer got lost. */
const MOST_TRIES = 4;
/** A search of the ordinary effort ends after that, however slow the server: it took a few seconds of a fast one. */
const MOST_SEARCH_MS = 75_000;

/** A sequence that went wrong. */
interface Failure {
  mismatch: Mismatch;
  world: World;
  commands: Command[];
}

/**
 * Builds the check that performs random sequences of requests and compares every answer with a model of the account.
 * fast-check makes the sequences, the same ones of the same seed, and shortens one that fails.
 */
export function sequences(plan: Plan): (trial: Trial) => Promise<void> {
  return async (trial) => {
    const search = new Search(plan, trial, await boundsOf(trial.account));
    await search.run();
    search.conclude();
  };
}

class Search {
  readonly #plan: Plan;
  readonly #trial: Trial;
  readonly #setting: Setting;
  /** The first that was found, and the shortest of those that it was shortened to. */
  #first: Failure | null = null;
  #shortest: Failure | null = null;
  /** Something went wrong that the rule is not about. */
  #broken: unknown = null;
  #abandoned = 0;
  #attempts = 0;
  #performed = 0;
  #shrinks = 0;
  #most = MOST_SHRINKS;
  #until = Number.POSITIVE_INFINITY;

  constructor(plan: Plan, trial: Trial, bounds: Setting["bounds"]) {
    this.#plan = plan;
    this.#trial = trial;
    this.#setting = { focus: plan.focus, bounds, tally: new Map() };
  }

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
    const numRuns = Math.max(1, Math.round(sequences * this.#trial.effort));
    const seed = this.#trial.seed | 0;
    await fc.check(property, { seed, numRuns, interruptAfterTimeLimit: MOST_SEARCH_MS * this.#trial.effort });
    await this.#polish();
  }

  /** What shortens commands keeps the last one, and may not have come to the end: single ones go, then conditions. */
  async #polish(): Promise<void> {
    if (!this.#shortest) return;
    this.#most = this.#shrinks + MOST_POLISHES;
    this.#until = performance.now() + MOST_POLISH_MS;
    for (let index = this.#shortest.commands.length - 1; index >= 0; index--) {
      await this.#try((command, at) => (at === index ? null : command));
    }
    for (let index = this.#shortest.commands.length - 1; index >= 0; index--) {
      await this.#try((command, at) =>
        at === index && "condition" in command ? { ...command, condition: null } : command,
      );
    }
  }

  /** Tries a variant of the shortest sequence. */
  async #try(vary: (command: Command, index: number) => Command | null): Promise<void> {
    const commands = this.#shortest?.commands ?? [];
    const varied = commands.map(vary);
    if (this.#isOver() || varied.every((command, index) => isDeepStrictEqual(command, commands[index])))
      return;
    const steps = varied.filter((command) => command !== null).map((command) => new Step(command));
    await this.#attempt(async (world) => {
      for (const step of steps) if (step.check(world)) await step.run(world);
    });
  }

  #isOver(): boolean {
    if (this.#broken !== null) return true;
    return this.#shrinks >= this.#most || performance.now() > this.#until;
  }

  /**
   * Performs one sequence and looks at what it leaves.
   * @returns what went wrong that the rule is about
   */
  async #attempt(perform: (world: World) => Promise<void>): Promise<Failure | null> {
    if (this.#first) this.#shrinks += 1;
    else this.#performed += 1;
    const { account } = this.#trial;
    const before = account.lost.length;
    for (let tries = 1; ; tries++) {
      const known = account.lost.length;
      const failure = await this.#once(perform, () => account.lost.length > known);
      if (account.lost.length > known && tries < MOST_TRIES) continue;
      // One that never came through keeps the rule open.
      if (account.lost.length === known)
        for (const exchange of account.lost.slice(before)) exchange.again = true;
      return failure;
    }
  }

  /** @param isLost says whether an answer got lost meanwhile, so that nothing can be said of this try */
  async #once(perform: (world: World) => Promise<void>, isLost: () => boolean): Promise<Failure | null> {
    this.#attempts += 1;
    let world: World | null = null;
    try {
      world = await World.begin(this.#trial.account, `s${this.#attempts}-`, this.#setting);
      await perform(world);
      await this.#endWell(world);
      return null;
    } catch (error) {
      if (isLost()) return null;
      if (error instanceof Abandoned) this.#abandoned += 1;
      else if (world && error instanceof Mismatch && this.#isAbout(error, world))
        return this.#take(error, world);
      else this.#broken ??= error;
      return null;
    } finally {
      await world?.end();
    }
  }

  async #endWell(world: World): Promise<void> {
    const kind = this.#plan.ends;
    while (kind && world.live.length > 0) await performCommand(world, { kind, client: 0, session: 0 });
    await look(world);
  }

  #isAbout({ kind }: Mismatch, world: World): boolean {
    const { focus } = this.#plan;
    return focus.judges.has(kind) && focus.involved(world);
  }

  #take(mismatch: Mismatch, world: World): Failure {
    const failure = { mismatch, world, commands: [...world.performed] };
    if (!this.#first) this.#until = performance.now() + MOST_SHRINK_MS;
    this.#first ??= failure;
    this.#shortest = failure;
    return failure;
  }

  /** Says what came of all sequences; returns where the rule is kept. */
  conclude(): void {
    const { mismatch, world } = this.#shortest ?? {};
    if (this.#broken instanceof Mismatch) throw new Broken(`set-up: ${this.#broken.message}`);
    if (mismatch && world) {
      throw new Violated(mismatch.expected, mismatch.got, mismatch.answer, [
        this.#origin(),
        ...world.script.lines,
      ]);
    }
    if (this.#broken !== null) throw this.#broken;
    const { tally } = this.#setting;
    for (const [what, least] of Object.entries(this.#plan.sees)) {
      const often = tally.get(what) ?? 0;
      if (often >= least) continue;
      const reason = `only ${often} requests of the kind "${what}" came out well, of ${least} at least`;
      if (this.#abandoned > 0)
        throw new Inconclusive(`${reason}; ${this.#abandoned} sequences could not be ended`);
      throw new Broken(`set-up: ${reason}`);
    }
  }

  #origin(): string {
    const { seed } = this.#trial;
    const found = this.#first?.world.script.requests;
    const left = this.#shortest?.world.script.requests;
    return `--seed ${seed}: sequence ${this.#performed}, cut down from ${found} requests to ${left}`;
  }
}

/** A command as fast-check runs it. */
class Step implements fc.AsyncCommand<World, null> {
  readonly #command: Command;

  constructor(command: Command) {
    this.#command = command;
  }

  check(world: Readonly<World>): boolean {
    return isPossible(world as World, named(this.#command, world.prefix));
  }

  async run(world: World): Promise<void> {
    world.performed.push(this.#command);
    await performCommand(world, named(this.#command, world.prefix));
  }
}
