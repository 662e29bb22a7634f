import { setMaxListeners } from "node:events";
import { BroadcastChannel } from "node:worker_threads";
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

/** Asks whoever called a halt before this one was listening. */
const ASK_FOR_REASON = "what?";

/** The run stopped before this check ended. */
export class RunStopped extends Untested {}

/** Ends all checks of a run, whichever thread they are on: each party of the run has one of its own. */
export class StopSignal {
  readonly #channel: BroadcastChannel;
  readonly #controller = new AbortController();
  #reason: StopReason | null = null;

  /** @param run names the run, the same for all its parties */
  constructor(run: string) {
    // Every running check listens, and Node would warn about more than ten listeners.
    setMaxListeners(0, this.#controller.signal);
    this.#channel = new BroadcastChannel(`sync2-halt-${run}`);
    // Node's types know the event of a browser only.
    this.#channel.onmessage = (event: unknown) => this.#hear((event as { data: StopReason | string }).data);
    this.#channel.unref();
    this.#channel.postMessage(ASK_FOR_REASON);
  }

  /** Aborted once a halt was called, here or elsewhere. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get reason(): StopReason | null {
    return this.#reason;
  }

  /** Calls a halt; only the first one counts. */
  stop(reason: StopReason): void {
    if (this.#reason !== null) return;
    this.#take(reason);
    this.#channel.postMessage(reason);
  }

  /** @throws Ended once a halt was called */
  throwIfStopped(): void {
    if (this.#reason !== null) throw new RunStopped(`the run was ended: ${this.#reason.text}`);
  }

  /**
   * Waits for the work, or for a halt, after which the work is left to itself.
   * @throws Ended
   */
  async raceWith(work: Promise<void>): Promise<void> {
    let stop = () => {};
    const halted = new Promise<void>((resolve) => {
      stop = resolve;
      if (this.signal.aborted) resolve();
      else this.signal.addEventListener("abort", stop);
    });
    // Nobody awaits the work after a stop: if it fails then, that must not be an unhandled rejection.
    work.catch(() => {});
    try {
      await Promise.race([work, halted]);
      this.throwIfStopped();
    } finally {
      this.signal.removeEventListener("abort", stop);
    }
  }

  close(): void {
    this.#channel.close();
  }

  #hear(message: StopReason | string): void {
    if (typeof message !== "string") this.#take(message);
    else if (this.#reason !== null) this.#channel.postMessage(this.#reason);
  }

  #take(reason: StopReason): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#controller.abort();
  }
}
