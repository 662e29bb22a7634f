import { setMaxListeners } from "node:events";
import { Untested } from "./outcomes.ts";

/** Why a run stopped before all its checks ended. */
export interface StopReason {
  /**
   * `interrupted`: by the user. `late`: the time limit passed. `bail`: `isEnough` said so. `shared`: somebody else uses
   * the accounts.
   */
  kind: "interrupted" | "late" | "bail" | "shared";
  /** The reason for people. */
  text: string;
}

/** The run stopped before this check ended. */
export class RunStopped extends Untested {}

/** Stops all checks of a run. `runRules` makes one and hands it to everything that judges rules. */
export class StopSignal {
  readonly #controller = new AbortController();
  #reason: StopReason | null = null;

  constructor() {
    // Every running check listens, and Node would warn about more than ten listeners.
    setMaxListeners(0, this.#controller.signal);
  }

  /** Aborted when the run is stopped. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get reason(): StopReason | null {
    return this.#reason;
  }

  /** Stops the run; only the first reason counts. */
  stop(reason: StopReason): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#controller.abort();
  }

  /** @throws RunStopped if the run was stopped */
  throwIfStopped(): void {
    if (this.#reason !== null) throw new RunStopped(`the run was ended: ${this.#reason.text}`);
  }

  /**
   * Waits for the work or for a stop. After a stop nobody waits for the work any more.
   * @throws RunStopped
   */
  async raceWith(work: Promise<void>): Promise<void> {
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
      if (this.signal.aborted) resolve();
      else this.signal.addEventListener("abort", stop);
    });
    // Nobody awaits the work after a stop: if it fails then, that must not be an unhandled rejection.
    work.catch(() => {});
    try {
      await Promise.race([work, stopped]);
      this.throwIfStopped();
    } finally {
      this.signal.removeEventListener("abort", stop);
    }
  }
}
