/** Where a command prints; `console` is one. */
export type Output = Pick<Console, "log" | "error">;

/** A mistake in what a command was given: its message says what to do. */
export class UsageError extends Error {}

/** Whether the user made a mistake: one of ours, or what `parseArgs` of Node.js refuses. */
export function isUsageError(error: unknown): boolean {
  return (
    error instanceof UsageError || Boolean((error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS"))
  );
}

/**
 * Runs a command; prints a mistake of the user without a stack trace.
 * @param name as it is typed
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
