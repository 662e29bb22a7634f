import { setTimeout as sleep } from "node:timers/promises";

/** Between the request to end and the end by force. */
const GRACE_MS = 5000;
/** The same where this process ends at once, and waits for nothing else meanwhile. */
const LAST_GRACE_MS = 300;
const PAUSE_MS = 20;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Sends a signal to all of a process group. @returns false where none of it is left */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    // Of a process that is not ours any more, one is still there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Ends a process group: first by asking, after a while by force.
 * @param pid of its first process
 * @param over once the first process ended; others of the group may go on
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

/** Groups that end with this process, and what is to be removed then. */
const groups = new Map<number, () => void>();

/**
 * Ends a process group with this process, by a signal or by itself.
 * @param cleanUp is called when that happens
 * @returns takes it back
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
  // Whoever else listens ends the run in order, which may need the server to the last.
  if (process.listenerCount(signal) > 1) return;
  endAll();
  unlisten();
  process.kill(process.pid, signal);
}

function endAll(): void {
  const left = [...groups.keys()].filter((pid) => signalGroup(pid, "SIGTERM"));
  // Nothing else happens any more, so that it may be waited for like this.
  if (left.length > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_GRACE_MS);
  for (const pid of left) signalGroup(pid, "SIGKILL");
  for (const cleanUp of groups.values()) cleanUp();
  groups.clear();
}
