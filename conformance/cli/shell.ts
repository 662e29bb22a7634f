import type { Readable, Writable } from "node:stream";

/** A stream that a command prints to: the part of a `NodeJS.WriteStream` that commands use. */
export type Output = Writable & {
  isTTY?: boolean | undefined;
  /** Width of a line in characters. */
  columns?: number | undefined;
};

/** The streams and variables of a command, from a process or a test. Commands use no others. */
export interface Shell {
  env: NodeJS.ProcessEnv;
  stdin: Readable & { isTTY?: boolean | undefined };
  stdout: Output;
  stderr: Output;
  /** Whether output may have colours if `--no-color` is not given. */
  color: boolean;
}

/** A shell with the results of parsing the arguments. */
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
