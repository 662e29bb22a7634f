import type { RunTarget } from "../config/read-run.ts";
import { type EmbeddedScheme, embedded, startEmbedded } from "../config/reference-target.ts";
import type { TargetOptions } from "../config/target-options.ts";
import { Redactor, type Secret } from "../exchange/redactor.ts";
import type { Running } from "../reference/server.ts";
import { UsageError } from "../results/errors.ts";
import { type RunningServer, startServer } from "../runner/server/server-command.ts";
import { secretsIn, type Target } from "../runner/target.ts";

/**
 * Starts the server of a target by the command of the configuration.
 * @param signal stops waiting for it
 * @returns null if the configuration has no command
 * @throws Unusable
 */
export async function startOwn(
  { server, target }: RunTarget,
  signal: AbortSignal,
): Promise<RunningServer | null> {
  if (server === null) return null;
  const redactor = new Redactor([...secretsIn(target, []), ...secretsOfServer(server.env)]);
  return startServer(server, { redact: (text) => redactor.text(text), signal });
}

/** The values of a server's environment variables whose names suggest secrets: the server may print them. */
function secretsOfServer(env: Readonly<Record<string, string>>): Secret[] {
  return Object.entries(env)
    .filter(([name]) => /token|key|secret|pass|credential|auth/i.test(name))
    .map(([name, text]) => ({ text, label: `[${name}]` }));
}

/** For fewer rules, a thread of its own is not worth it: they are judged before the thread has loaded the server. */
const FEW = 64;

/**
 * Calls `work` with the embedded reference server.
 * @param target the options of the run
 * @param rules the number of rules to judge
 * @throws UsageError for an authentication scheme that it does not support
 * @throws Unusable where this machine has no SQLite for it
 */
export async function onReference<T>(
  target: Target,
  auth: TargetOptions["auth"],
  rules: number,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const scheme = embeddedScheme(auth);
  const server = await startEmbedded(rules > FEW ? startApart : startHere);
  try {
    return await work({ ...target, ...embedded(server, scheme), wipe: false });
  } finally {
    await server.close();
  }
}

async function startHere(): Promise<Running> {
  const { startReference } = await import("../reference/server.ts");
  return startReference();
}

async function startApart(): Promise<Running> {
  const { startReferenceInWorker } = await import("../reference/start-in-worker.ts");
  // Loads the next modules on this thread while the other thread loads the server.
  const [server] = await Promise.all([startReferenceInWorker(), import("../checks/index.ts")]);
  return server;
}

function embeddedScheme(auth: TargetOptions["auth"] = "bearer"): EmbeddedScheme {
  if (auth === "bearer" || auth === "hawk") return auth;
  throw new UsageError(`--auth ${auth}: the embedded reference server takes bearer and hawk.`);
}
