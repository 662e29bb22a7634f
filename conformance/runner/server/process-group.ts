import { setTimeout as sleep } from "node:timers/promises";

/** Between the request to end and the end by force. */
const GRACE_MS = 5000;
/** The same time if this process is exiting, so nothing else can be done meanwhile. */
const LAST_GRACE_MS = 300;
const PAUSE_MS = 20;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Sends a signal to a process group. @returns false if no process of it is left */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    // EPERM: a process exists, but under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Ends a process group: by SIGTERM, and after a while by SIGKILL.
 * @param pid the id of its first process
 * @param over settles when the first process has ended; others may still run
 */
export async function endGroup(pid: number, over: Promise<void>): Promise<void> {
  const end = performance.now() + GRACE_MS;
  let isLeft = signalGroup(pid, "SIGTERM");
  while (isLeft && performance.now() < end) {
    await sleep(PAUSE_MS);
    isLeft = signalGroup(pid, 0);
  }
  if (isLeft) signalGroup(pid, "SIGKILL");
  await over;
}

/** The groups that end with this process, each with its clean-up. */
const groups = new Map<number, () => void>();

/**
 * Ends a process group when this process ends, by itself or by a signal.
 * @param cleanUp called then
 * @returns a function that cancels this
 */
export function endWithUs(pid: number, cleanUp: () => void): () => void {
  if (groups.size === 0) listen();
  groups.set(pid, cleanUp);
  return () => {
    if (groups.delete(pid) && groups.size === 0) unlisten();
  };
}

function listen(): void {
  process.on("exit", endAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", endAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  // Another listener ends the run in order, and may need the server until then.
  if (process.listenerCount(signal) > 1) return;
  endAll();
  unlisten();
  process.kill(process.pid, signal);
}

function endAll(): void {
  const left = [...groups.keys()].filter((pid) => signalGroup(pid, "SIGTERM"));
  // A blocking wait does no harm, because the process is exiting.
  if (left.length > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_GRACE_MS);
  for (const pid of left) signalGroup(pid, "SIGKILL");
  for (const cleanUp of groups.values()) cleanUp();
  groups.clear();
}
