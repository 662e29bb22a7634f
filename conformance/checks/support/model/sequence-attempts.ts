/** Performs sequences of commands, and keeps the failures and the counts of a check. */
import type { Account } from "../../../exchange/account.ts";
import type { CheckContext } from "../../../runner/define-check.ts";
import { Broken, Inconclusive, Violated } from "../../../runner/outcomes.ts";
import type { Command } from "./commands.ts";
import { fill } from "./fill-account.ts";
import type { CommandMix, Senders } from "./generate-commands.ts";
import { Abandoned, Mismatch } from "./mismatch.ts";
import { World } from "./model-world.ts";
import { isPossible, perform } from "./perform-command.ts";
import type { Focus } from "./rule-focus.ts";
import type { SequenceSetting } from "./sequence-setting.ts";
import { named } from "./unique-names.ts";

/** Tries of a sequence that loses an answer. */
const MOST_TRIES = 4;

/** How the sequences of a rule are made and judged. */
export interface Plan {
  mix: CommandMix;
  crowd: Senders;
  focus: Focus;
  /** Sequences of an ordinary run. */
  sequences: number;
  /** Commands of the longest sequence. */
  commands: number;
  /** How sessions end that are alive at the end of a sequence; by default they stay alive. */
  ends?: "commit" | "abort";
  /** How many requests of each kind have to succeed before the rule counts as kept. */
  sees: Record<string, number>;
  /** Bytes of the quota that are free when a sequence begins; by default all. */
  room?: number;
}

/** A sequence that went wrong. */
export interface Failure {
  mismatch: Mismatch;
  world: World;
  commands: Command[];
}

/** The sequences that a check has tried, and their failures. */
export class Attempts {
  readonly #plan: Plan;
  readonly #context: CheckContext;
  readonly #setting: SequenceSetting;
  /** The first failure, and the shortest one made from it. */
  first: Failure | null = null;
  shortest: Failure | null = null;
  /** An error that the rule is not about. */
  broken: unknown = null;
  #abandoned = 0;
  #begun = 0;

  constructor(plan: Plan, context: CheckContext, setting: Omit<SequenceSetting, "focus" | "tally" | "room">) {
    this.#plan = plan;
    this.#context = context;
    this.#setting = { ...setting, focus: plan.focus, room: plan.room ?? null, tally: new Map() };
  }

  /**
   * Performs one sequence and compares the contents that it leaves. If an answer got lost, tries again.
   * @returns the failure that the rule is about; null for none
   */
  async try(
    work: (world: World) => Promise<void>,
    account: Account = this.#context.account,
  ): Promise<Failure | null> {
    // Other sequences run at the same time, each in its own account.
    const own = this.#plan.crowd.accounts === 2 ? [account, this.#context.other] : [account];
    const lost = () => own.flatMap((each) => each.lost);
    const before = new Set(lost());
    for (let tries = 1; ; tries++) {
      const known = lost().length;
      const isLost = () => lost().length > known;
      const failure = await this.#once(work, account, isLost);
      if (isLost() && tries < MOST_TRIES) continue;
      // A sequence that loses an answer in each try keeps the rule open.
      if (!isLost()) for (const exchange of lost()) if (!before.has(exchange)) exchange.again = true;
      return failure;
    }
  }

  /** @param isLost whether an answer got lost in this try, which then shows nothing */
  async #once(
    work: (world: World) => Promise<void>,
    account: Account,
    isLost: () => boolean,
  ): Promise<Failure | null> {
    this.#begun += 1;
    let world: World | null = null;
    try {
      world = await this.#begin(account, `s${this.#begun}-`);
      await work(world);
      await this.#endWell(world);
      return null;
    } catch (error) {
      if (isLost()) return null;
      if (error instanceof Abandoned) this.#abandoned += 1;
      else if (world && error instanceof Mismatch && this.#isAbout(error, world))
        return { mismatch: error, world, commands: [...world.performed] };
      // After a failure, its leftovers may keep the next sequence from beginning.
      else if (world || !this.first) this.broken ??= error;
      return null;
    } finally {
      await world?.end();
      await world?.twin?.end();
    }
  }

  /** Makes a failure the shortest one. */
  take(failure: Failure): void {
    this.first ??= failure;
    this.shortest = failure;
  }

  async #begin(account: Account, prefix: string): Promise<World> {
    const world = await World.begin(account, prefix, this.#setting);
    if (this.#plan.crowd.accounts === 2) {
      world.twin = await World.begin(this.#context.other, prefix, this.#setting, world);
      world.twin.twin = world;
    }
    if (this.#setting.room !== null) await fill(world, this.#setting.room);
    return world;
  }

  async #endWell(world: World): Promise<void> {
    const { ends: kind } = this.#plan;
    for (const each of [world, ...(world.twin ? [world.twin] : [])]) {
      const account = each === world ? 0 : 1;
      while (kind && each.live.length > 0) {
        const about = { account, client: 0, session: 0, late: false } as const;
        const before = each.live.length;
        await perform(world, { kind, ...about });
        // A commit may be refused for the quota.
        if (each.live.length === before) await perform(world, { kind: "abort", ...about });
      }
      await perform(world, { kind: "look", account });
    }
  }

  #isAbout({ kind }: Mismatch, world: World): boolean {
    const { focus } = this.#plan;
    return focus.judges.has(kind) && focus.involved(world, kind);
  }

  /**
   * Judges all sequences: throws unless the rule is kept.
   * @param performed number of performed sequences, up to the first failure
   * @param planned number of sequences in an ordinary run
   */
  conclude(performed: number, planned = performed): void {
    const { mismatch, world } = this.shortest ?? {};
    if (this.broken instanceof Mismatch) throw new Broken(`set-up: ${this.broken.message}`);
    if (mismatch && world) {
      throw new Violated(mismatch.expected, mismatch.got, mismatch.answer, [
        this.#origin(performed),
        ...world.script.lines,
      ]);
    }
    if (this.broken !== null) throw this.broken;
    const { tally } = this.#setting;
    for (const [what, most] of Object.entries(this.#plan.sees)) {
      const least = Math.max(1, Math.floor(most * Math.min(1, performed / planned)));
      const often = tally.get(what) ?? 0;
      if (often >= least) continue;
      const reason = `only ${often} requests of the kind "${what}" came out well, of ${least} at least`;
      if (this.#abandoned > 0)
        throw new Inconclusive(`${reason}; ${this.#abandoned} sequences could not be ended`);
      // The first sequences may have another mix of commands than all of them.
      if (performed < planned) {
        throw new Inconclusive(`${reason}; there was time for ${performed} of ${planned} sequences`);
      }
      throw new Broken(`set-up: ${reason}`);
    }
  }

  #origin(performed: number): string {
    const { seed } = this.#context;
    const found = this.first?.world.script.requests;
    const left = this.shortest?.world.script.requests;
    return `--seed ${seed}: sequence ${performed}, cut down from ${found} requests to ${left}`;
  }
}

/** Performs the commands that make sense at their point of the sequence. */
export async function performAll(world: World, commands: readonly Command[]): Promise<void> {
  for (const command of commands) if (isMeant(world, command)) await performOne(world, command);
}

export function isMeant(world: World, command: Command): boolean {
  return isPossible(world, named(command, world.prefix));
}

export async function performOne(world: World, command: Command): Promise<void> {
  world.performed.push(command);
  await perform(world, named(command, world.prefix));
}
