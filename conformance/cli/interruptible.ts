/** Ends work on the first signal in order, and on the second one at once. */
import { Interrupted } from "../results/errors.ts";
import { EXIT } from "./exit-codes.ts";
import type { Shell } from "./shell.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** After an interrupt, each running check ends its exchange and each account is emptied; this is time enough for both. */
const LONGEST_MS = 20_000;

const FIRST = "Interrupted: emptying the accounts. Interrupt again to end at once.\n";
const LAST = "Interrupted: the accounts may hold what the checks wrote; --wipe removes it.\n";

/**
 * Makes work interruptible: the first signal aborts it, so that it can clean up; a second signal or a timeout ends the
 * process.
 * @throws Interrupted if the signal ended the work
 */
export async function interruptible<T>(
  { stderr }: Pick<Shell, "stderr">,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const leave = () => {
    stderr.write(LAST);
    process.exit(EXIT.interrupted);
  };
  const onSignal = () => {
    if (controller.signal.aborted) leave();
    timer = setTimeout(leave, LONGEST_MS);
    // Abort first: the progress line has to be cleared before this message.
    controller.abort();
    stderr.write(FIRST);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(controller.signal);
  } catch (error) {
    throw isAbort(error) ? new Interrupted("it was interrupted") : error;
  } finally {
    clearTimeout(timer);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
