/** Selects the files of the reference server that are mutated. */

const REFERENCE = "conformance/reference";

/** The parts of the reference server that a client cannot observe, each with the reason. */
export const LEFT_OUT: Record<string, string> = {
  "start-in-worker.ts": "runs the server in a thread of its own",
  "http-handler.ts": "types only",
  "check-configuration.ts": "writes a configuration for the command",
  "lossy-front.ts": "a line to the server that loses answers",
  "request-outcome.ts": "types only",
  "resource.ts": "types only",
  "session-store.ts": "types only",
  "store.ts": "types only",
  "message-seeds.ts": "the texts of the messages of a development server",
  "scenario-mounts.ts": "the prefixes of services, which the suite reads from the configuration",
  "policy.ts": "limits that operators choose, and the suite reads from the configuration",
  "policy-scenarios.ts": "limits of the scenarios, which the suite reads from the configuration",
  "http-server.ts": "refusals of the HTTP layer (RFC 9112), outside this protocol",
  "server.ts": "start and end of the process",
  "worker-main.ts": "runs the server in a thread of its own",
  "sqlite/clock.ts": "types only",
  "sqlite/open.ts": "opening of the file",
  "sqlite/schema.ts": "one SQL text",
  "faults/**": "breaks the server on purpose",
  "disguises/**": "makes the server look different on purpose",
};

/** Patterns of the files that are mutated: the protocol logic of the reference server. */
export const MUTATED: string[] = [
  `${REFERENCE}/**/*.ts`,
  ...Object.keys(LEFT_OUT).map((pattern) => `!${REFERENCE}/${pattern}`),
];
