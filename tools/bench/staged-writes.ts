import { Pool } from "undici";
import { measureAlternately } from "./alternate-rounds.ts";
import type { BenchContext } from "./bench-context.ts";
import { type ServerAt, withServer } from "./child-processes.ts";
import { type Figure, ratios } from "./figures.ts";
import { loadOf } from "./load-test.ts";

/** Measures the cost of staged writes in sessions of different sizes. */

const WRITES = [10, 100, 1000];
const GOAL = { is: "at most", value: 1.5 } as const;

/** Measures the time for each staged write, separately for staging and commit. */
export async function stagedWrites({ rounds, quick, say }: BenchContext): Promise<Figure[]> {
  const counts = quick ? [10, 100] : WRITES;
  const runs = await measureAlternately<Staged[]>(
    rounds,
    counts.map((count) => async () => {
      const staged = await session(count);
      say(`session of ${count}: commit ${staged.commitMs.toFixed(1)} ms`);
      return staged;
    }),
  );
  const perWrite = (index: number, key: keyof Staged) =>
    (runs[index] ?? []).map((staged) => (staged[key] * 1000) / (counts[index] as number));
  return counts.flatMap((count, index) => [
    ...(index === 0
      ? []
      : [
          {
            name: `session of ${count} writes / of ${counts[index - 1]}, commit for each write`,
            unit: "×",
            values: ratios(perWrite(index, "commitMs"), perWrite(index - 1, "commitMs")),
            goal: GOAL,
          },
          {
            name: `session of ${count} writes / of ${counts[index - 1]}, staging of each write`,
            unit: "×",
            values: ratios(perWrite(index, "stageMs"), perWrite(index - 1, "stageMs")),
            goal: GOAL,
          },
        ]),
    {
      name: `session of ${count} writes, commit for each write`,
      unit: "µs",
      values: perWrite(index, "commitMs"),
    },
  ]);
}

/** Wall time of one session, in milliseconds. */
interface Staged {
  stageMs: number;
  commitMs: number;
}

/** Stages single records, one PUT each, in a session on a new server, and commits. */
async function session(count: number): Promise<Staged> {
  return withServer({}, async (server) => {
    const { origin } = new URL(server.endpoint);
    const pool = new Pool(origin, { connections: 1 });
    try {
      // Another session comes first, so that V8 has compiled the code of the server.
      await stage(pool, server, "warm", 100);
      return await stage(pool, server, "bench", count);
    } finally {
      await pool.destroy();
    }
  });
}

async function stage(pool: Pool, server: ServerAt, account: string, count: number): Promise<Staged> {
  const send = async (method: "PUT" | "POST", path: string, body?: unknown, id?: string) => {
    const { url, headers, body: text = null } = loadOf(server, account, { method, path, body });
    const answer = await pool.request({
      method,
      path: new URL(url).pathname,
      headers: { ...headers, ...(id !== undefined && { "X-Weave-Session": id }) },
      body: text,
    });
    const received = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path} was answered ${answer.statusCode}: ${received}`);
    return received;
  };
  const { id } = JSON.parse(await send("POST", "/sessions", {})) as { id: string };
  const began = performance.now();
  for (let index = 0; index < count; index++) {
    await send("PUT", `/storage/c/r${index}`, { payload: "x".repeat(256) }, id);
  }
  const staged = performance.now();
  await send("POST", `/sessions/${id}/commit`);
  return { stageMs: staged - began, commitMs: performance.now() - staged };
}
