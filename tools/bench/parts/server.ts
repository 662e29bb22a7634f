import { request } from "undici";
import { measureAlternately } from "../alternate-rounds.ts";
import type { BenchContext } from "../bench-context.ts";
import type { ConstantJob } from "../child/constant-server.ts";
import { type ServerAt, withChild, withServer } from "../child-processes.ts";
import { type Figure, type Findings, ratios } from "../figures.ts";
import { type LoadRequest, loadOf, requestsPerSecond } from "../load-test.ts";
import { stagedWrites } from "../staged-writes.ts";

/** Part of the benchmark: the speed of the reference server. */

const CONNECTIONS = [1, 32];
const READ_GOAL = { is: "at least", value: 0.6 } as const;
const PAYLOAD = "x".repeat(256);

interface Kind {
  name: string;
  path: string;
  method: "GET" | "PUT" | "POST";
  body?: unknown;
}

const records = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, payload: PAYLOAD }));

const KINDS: Kind[] = [
  { name: "GET record", method: "GET", path: "/storage/c/r0" },
  { name: "PUT record", method: "PUT", path: "/storage/c/r0", body: { payload: PAYLOAD } },
  { name: "GET list of 1000", method: "GET", path: "/storage/c?full&limit=1000" },
  { name: "POST of 100", method: "POST", path: "/storage/c", body: records(100) },
];

/** Measures requests a second of the reference server against those of its framework alone, and the cost of staging. */
export async function server(context: BenchContext): Promise<Findings> {
  const figures: Figure[] = [];
  for (const kind of KINDS) {
    for (const connections of CONNECTIONS) figures.push(...(await compare(kind, connections, context)));
  }
  return {
    figures: [...figures, ...(await stagedWrites(context))],
    notes: [
      `Payloads of ${PAYLOAD.length} octets. The constant has the status, fields and body of the reference's own answer.`,
      "Each server and the load are processes of their own; the two servers are never under load together.",
    ],
  };
}

async function compare(
  kind: Kind,
  connections: number,
  { rounds, quick, say }: BenchContext,
): Promise<Figure[]> {
  return withServer({}, async (reference) => {
    const load = await loadAt(reference, kind, connections);
    const constant = await answerTo(load);
    return withChild<string, Figure[]>("constant-server", constant, async (origin) => {
      const seconds = quick ? 1 : 5;
      const { pathname, search } = new URL(load.url);
      const [ours, theirs] = await measureAlternately(rounds, [
        () => requestsPerSecond(load, seconds),
        () => requestsPerSecond({ ...load, url: origin + pathname + search }, seconds),
      ]);
      const name = `${kind.name}, ${connections} at a time`;
      say(`${name}: done`);
      const isRead = kind.method === "GET";
      return [
        {
          name: `${name}: reference / constant`,
          unit: "×",
          values: ratios(ours, theirs),
          ...(isRead && { goal: READ_GOAL }),
        },
        { name: `${name}: reference`, unit: "1/s", values: ours },
      ];
    });
  });
}

/** A load on a collection of 1,000 records. */
async function loadAt(
  reference: ServerAt,
  { method, path, body }: Kind,
  connections: number,
): Promise<LoadRequest> {
  const all = records(1000);
  for (let from = 0; from < all.length; from += 100) {
    const seed = loadOf(reference, "bench", {
      method: "POST",
      path: "/storage/c",
      body: all.slice(from, from + 100),
    });
    const { status } = await answerTo(seed);
    if (status !== 200) throw new Error(`set-up: a list was answered ${status}`);
  }
  return { ...loadOf(reference, "bench", { method, path, body }), connections };
}

async function answerTo({ url, method, headers, body }: LoadRequest): Promise<ConstantJob> {
  const answer = await request(url, { method, headers, body: body ?? null });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`set-up: ${method} was answered ${answer.statusCode}`);
  const fields = Object.entries(answer.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return { status: answer.statusCode, headers: fields, body: text };
}
