import { readFile } from "node:fs/promises";
import { deserialize } from "node:v8";
import type { Recording } from "../replay/recording.ts";
import { type Replayed, Replayer } from "../replay/replayer.ts";
import { doJob } from "./do-job.ts";

/** Child process: replays a recording against a server and measures how long that takes. */
export interface ReplayJob {
  /** The file of the recording. */
  file: string;
  /** `http://127.0.0.1:PORT` of the server. */
  origin: string;
  /** Number of concurrent checks. */
  concurrency: number;
}

export interface ReplayRun extends Replayed {
  wallMs: number;
  cpuMs: number;
}

doJob(async ({ file, origin, concurrency }: ReplayJob): Promise<ReplayRun> => {
  const recording: Recording = deserialize(await readFile(file));
  const replay = new Replayer(recording, origin, concurrency);
  const used = process.cpuUsage();
  const start = performance.now();
  await replay.run();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(used);
  await replay.close();
  return { ...replay.replayed, wallMs, cpuMs: (user + system) / 1000 };
});
