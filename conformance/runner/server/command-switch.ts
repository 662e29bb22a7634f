import type { Redactor } from "../../exchange/redactor.ts";
import type { ScenarioSwitch } from "../accounts/account-lender.ts";
import { Broken } from "../outcomes.ts";
import type { Scenario } from "../protocol.ts";
import type { Command, ScenarioTarget } from "../target.ts";
import { CommandFailed, runCommand } from "./run-command.ts";

/** Switches the server into a scenario and back by the user's commands. */
export class CommandSwitch implements ScenarioSwitch {
  readonly scenario: Scenario;
  readonly #target: ScenarioTarget;
  readonly #redactor: Redactor;
  readonly #interruption = new AbortController();
  #entered: Promise<void> | null = null;
  #left: Promise<void> | null = null;
  #stuck: string | null;

  /** @param stuck why the server may still be in another scenario; then no result would count */
  constructor(
    scenario: Scenario,
    target: ScenarioTarget,
    { redactor, stuck = null }: { redactor: Redactor; stuck?: string | null },
  ) {
    this.scenario = scenario;
    this.#target = target;
    this.#redactor = redactor;
    this.#stuck = stuck;
  }

  /** Why the server may still be in a scenario; null if it has left all. */
  get stuck(): string | null {
    return this.#stuck;
  }

  /** @throws Broken if the command failed, or if an earlier command failed to put the server back */
  async enter(): Promise<void> {
    if (this.#interruption.signal.aborted) throw new Broken("the run was interrupted");
    if (this.#stuck !== null) throw new Broken(this.#stuck);
    this.#entered ??= this.#run("before", this.#target.before);
    return this.#entered;
  }

  /** Runs the second command even if the first failed, because that may have done half its work. Never rejects: see `stuck`. */
  leave(): Promise<void> {
    if (!this.#entered) return Promise.resolve();
    this.#left ??= this.#leave(this.#entered);
    return this.#left;
  }

  /** Aborts a running command and leaves the scenario for good. */
  interrupt(): Promise<void> {
    this.#interruption.abort();
    return this.leave();
  }

  async #leave(entered: Promise<void>): Promise<void> {
    await entered.catch(() => {});
    try {
      await this.#run("after", this.#target.after);
    } catch (error) {
      this.#stuck = `${(error as Error).message}. The server may still be in the scenario "${this.scenario}"`;
    }
    this.#entered = null;
    this.#left = null;
  }

  async #run(which: "before" | "after", command: Command | null): Promise<void> {
    if (command === null) return;
    const { signal } = this.#interruption;
    try {
      await runCommand(command, {
        timeoutMs: this.#target.commandTimeoutMs,
        redact: (text) => this.#redactor.text(text),
        ...(which === "before" ? { signal } : {}),
      });
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      throw new Broken(`scenarios.${this.scenario}.${which}: ${error.message}`);
    }
  }
}
