import type { Readable, Writable } from "node:stream";

/** A stream that a command prints to: a `NodeJS.WriteStream`, or as much of one as commands use. */
export type Output = Writable & {
  isTTY?: boolean | undefined;
  /** Characters that fit into a line. */
  columns?: number | undefined;
};

/** What surrounds a command: a process, or a test. No command reads or writes another stream or variable. */
export interface Shell {
  env: NodeJS.ProcessEnv;
  stdin: Readable & { isTTY?: boolean | undefined };
  stdout: Output;
  stderr: Output;
  /** Whether output may have colours, unless `--no-color` is given. */
  color: boolean;
}

/** A shell, and what the program that parses the arguments adds to it for its commands. */
export interface CommandShell extends Shell {
  /** Whether output has colours. */
  useColor(): boolean;
  /** Sets the exit code. */
  exit(code: number): void;
}

/** The shell of this process. */
export function processShell(color: boolean): Shell {
  const { env, stdin, stdout, stderr } = process;
  return { env, stdin, stdout, stderr, color };
}
