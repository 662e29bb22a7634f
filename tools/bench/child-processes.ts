import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Running } from "../../conformance/reference/server.ts";
import type { ServerJob } from "./child/reference-server.ts";

/** Starts the child processes of the benchmark, one for each measured side. */

/** A child process that has answered. It may go on, for example as a server. */
interface Child<Answer> {
  answer: Answer;
  end(): Promise<void>;
}

const TSX = import.meta.resolve("tsx");

async function start<Answer>(name: string, job: object): Promise<Child<Answer>> {
  const file = fileURLToPath(new URL(`./child/${name}.ts`, import.meta.url));
  const child = fork(file, { execArgv: ["--import", TSX], serialization: "advanced" });
  child.send(job);
  const message = await firstMessage(child);
  if ("error" in message) {
    await end(child);
    throw new Error(`${name}: ${message.error}`);
  }
  return { answer: message.answer as Answer, end: () => end(child) };
}

async function firstMessage(child: ChildProcess): Promise<{ answer: unknown } | { error: string }> {
  const ended = once(child, "exit").then(([code]) => ({ error: `ended with ${code} before it answered` }));
  const answered = once(child, "message").then(([message]) => message as { answer: unknown });
  return Promise.race([answered, ended]);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  if (child.connected) child.disconnect();
  await gone;
}

/** Does one job in a new process, so that no earlier work is in its memory or compiled by its engine. */
export async function inChild<Answer>(name: string, job: object): Promise<Answer> {
  const { answer, end } = await start<Answer>(name, job);
  await end();
  return answer;
}

/** The address and credentials of a server in a child process. */
export type ServerAt = Pick<Running, "endpoint" | "scenarios" | "hawk">;

/** Starts a reference server in a child process while `work` runs, so that its processor time counts separately. */
export function withServer<T>(job: ServerJob, work: (server: ServerAt) => Promise<T>): Promise<T> {
  return withChild<ServerAt, T>("reference-server", job, work);
}

/** Keeps a child process alive while `work` runs. */
export async function withChild<Answer, T>(
  name: string,
  job: object,
  work: (answer: Answer) => Promise<T>,
): Promise<T> {
  const { answer, end } = await start<Answer>(name, job);
  try {
    return await work(answer);
  } finally {
    await end();
  }
}
