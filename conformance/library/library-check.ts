import type { CheckOptions } from "../config/library-options.ts";
import { targetOf } from "../config/library-target.ts";
import { startEmbedded } from "../config/reference-target.ts";
import { refuseFurther, validateOptions } from "../config/validate-library-options.ts";
import type { Running } from "../reference/server.ts";
import type { Report } from "../results/report-model.ts";
import { checkServer } from "../runner/check-server.ts";
import { lastStage, narrowedTo } from "../runner/select/select-rules.ts";
import { chosenRules, narrowingOf } from "./rules-from-options.ts";

/**
 * Checks a server against the rules of the protocol, as `sync2 check` does, for a program that imports this package.
 * Writes no file, prints nothing, and reads no environment variable. Judges the rules on the thread of the caller.
 * @returns the content of `report.json`; if the server breaks rules, that is no error: see `verdict`
 * @throws UsageError if the options are wrong, before any request
 * @throws Unusable if the target cannot be used: unreachable, credentials refused, account not empty or in use, or the
 * reference server without SQLite on this machine
 * @throws Interrupted if `signal` ended the run
 */
export async function check(options: CheckOptions, ...further: never[]): Promise<Report> {
  refuseFurther(further, "check({ endpoint, token, only })");
  validateOptions(options);
  const { only, exclude, stage, through, level, onResult, signal, ...server } = options;
  const narrowing = narrowingOf({
    ...(only && { only }),
    ...(exclude && { exclude }),
    ...(stage && { stage }),
    ...(through && { through }),
    ...(level && { level }),
  });
  const chosen = chosenRules(options);
  let reference: Running | null = null;
  const start = async () => {
    // Loaded late, because few programs need it.
    const { startReference } = await import("../reference/server.ts");
    reference = await startEmbedded(startReference);
    return reference;
  };
  try {
    const target = { ...(await targetOf(server, start)), through: lastStage(narrowing) };
    return await checkServer(target, chosen, {
      only: narrowedTo(narrowing),
      ...(onResult && { onResult }),
      ...(signal && { signal }),
    });
  } finally {
    await (reference as Running | null)?.close();
  }
}
