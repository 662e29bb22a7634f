const REFERENCE = "conformance/reference";

/** The parts of the reference server that hold no decision a client could see, and why. */
export const LEFT_OUT: Record<string, string> = {
  "apart.ts": "runs the server in a thread of its own",
  "boundary.ts": "types only",
  "configuration-file.ts": "writes a configuration for the command",
  "lossy.ts": "a line before the server that loses answers",
  "outcome.ts": "types only",
  "resource.ts": "types only",
  "session-store.ts": "types only",
  "store.ts": "types only",
  "messages-seeds.ts": "the texts of the messages of a development server",
  "mounts.ts": "which service stands below which prefix, which the suite is told",
  "policy.ts": "figures that operators decide, and the suite reads from the configuration",
  "policy-scenarios.ts": "figures of the scenarios, likewise",
  "http.ts": "what RFC 9112 has the HTTP layer refuse, which is outside this protocol",
  "server.ts": "start and end of the process",
  "thread.ts": "runs the server in a thread of its own",
  "sqlite/clock.ts": "types only",
  "sqlite/open.ts": "opening of the file",
  "sqlite/schema.ts": "one SQL text",
  "faults/**": "what breaks the server on purpose",
  "disguises/**": "what makes it look different on purpose",
};

/** Patterns of the files that are mutated: the protocol logic of the reference server. */
export const MUTATED: string[] = [
  `${REFERENCE}/**/*.ts`,
  ...Object.keys(LEFT_OUT).map((pattern) => `!${REFERENCE}/${pattern}`),
];
