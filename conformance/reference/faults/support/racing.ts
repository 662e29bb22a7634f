/** Lets calls wait for one another, for faults that show only in a race. */
import { answering, type Call, type Fault, Reply } from "../fault.ts";
import { wait } from "./pause.ts";
import { VERSION } from "./peek.ts";
import { SESSION } from "./session-leasing.ts";

/** Milliseconds between two things that ought to happen at one moment: enough for what was sent together to arrive. */
export const APART = 60;
/** Milliseconds for which a fault waits for others to come by; a busy machine takes its time. */
export const PATIENCE = 400;

/** Lets some wait for others to come by. */
export class Meeting {
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Waits until somebody has come by, so many times, but not for ever. */
  async wait(name: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time++) {
      const others = this.#waiting.get(name) ?? [];
      const come = new Promise<void>((resolve) => others.push(resolve));
      this.#waiting.set(name, others);
      await Promise.race([come, wait(PATIENCE / times)]);
    }
  }

  comeBy(name: string): void {
    for (const meet of this.#waiting.get(name)?.splice(0) ?? []) meet();
  }
}

/** A request that writes to what the account holds, at once. */
export function isWrite({ method, path, headers }: Call): boolean {
  return ["PUT", "POST", "DELETE"].includes(method) && !path.startsWith("/sessions") && !headers.has(SESSION);
}

/** Names the account of a request; servers with the same fault may have accounts of the same name. */
export function ownerOf({ account, headers }: Call): string {
  return `${headers.get("Host")} ${account}`;
}

/** Requests that are under way at the same time, by what they have in common. */
export class UnderWay {
  readonly #counts = new Map<string, number>();

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  async during<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#counts.set(name, this.count(name) + 1);
    try {
      return await work();
    } finally {
      this.#counts.set(name, this.count(name) - 1);
    }
  }
}

/** A reply that can be given again. */
export function copyOf({ status, headers, octets }: Reply): Reply {
  return new Reply(status, new Headers(headers), octets);
}

/** Makes an answer without a body of a reply. */
export function turnIntoNothing(reply: Reply, status: number, version?: number): void {
  reply.status = status;
  reply.text = "";
  reply.headers.delete("Content-Type");
  if (version !== undefined) reply.headers.set(VERSION, String(version));
}

/** The handler of a fault that changes the store too. */
export function handling(answer: (call: Call) => Promise<Reply>): Pick<Fault, "handler"> {
  const { handler } = answering("", answer);
  return handler ? { handler } : {};
}
