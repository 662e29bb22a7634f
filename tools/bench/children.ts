import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Running } from "../../conformance/reference/server.ts";
import type { ServerJob } from "./child/server.ts";

/** A process of the benchmark that has done its job, and may still be at work on what it began. */
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
  const said = once(child, "message").then(([message]) => message as { answer: unknown });
  return Promise.race([said, ended]);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  if (child.connected) child.disconnect();
  await gone;
}

/** Does one job in a process of its own: nothing that was done before is in its memory, or compiled by its engine. */
export async function inChild<Answer>(name: string, job: object): Promise<Answer> {
  const { answer, end } = await start<Answer>(name, job);
  await end();
  return answer;
}

/** What is known of a server in a process of its own. */
export type ServerAt = Pick<Running, "endpoint" | "scenarios" | "hawk">;

/** Works with a fresh reference server in a process of its own, so that its work is on nobody else's account. */
export function withServer<T>(job: ServerJob, work: (server: ServerAt) => Promise<T>): Promise<T> {
  return withChild<ServerAt, T>("server", job, work);
}

/** Works with what a process does besides its job, once it has answered. */
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
