/**
 * Does the one job of a child process: waits for it, answers, and ends with its parent.
 * @param work returns plain data, because the answer crosses processes
 */
export function doJob<Job, Answer>(work: (job: Job) => Promise<Answer>): void {
  process.once("message", (job: Job) => {
    work(job).then(
      (answer) => process.send?.({ answer }),
      (error: unknown) => process.send?.({ error: (error as Error).stack ?? String(error) }),
    );
  });
  process.once("disconnect", () => process.exit());
}
