/** Runs the command line of a tool: mistakes of the user become messages and an exit code. */

/** The output of a command, for example `console`. */
export type Output = Pick<Console, "log" | "error">;

/** The user gave wrong arguments. The message says what to do. */
export class UsageError extends Error {}

/** Whether an error is a mistake of the user: a `UsageError`, or an argument that `parseArgs` of Node.js refuses. */
export function isUsageError(error: unknown): boolean {
  return (
    error instanceof UsageError || Boolean((error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS"))
  );
}

/**
 * Runs a command. Prints a mistake of the user without a stack trace.
 * @param name the command as the user types it
 * @returns its exit code, 2 for a mistake
 */
export async function runCommand(name: string, output: Output, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!isUsageError(error)) throw error;
    output.error((error as Error).message);
    output.error(`See \`${name} --help\`.`);
    return 2;
  }
}
