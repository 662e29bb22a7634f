import type { CheckOptions } from "../config/library-options.ts";
import { targetOf } from "../config/library-target.ts";
import { startEmbedded } from "../config/reference-target.ts";
import { refuseFurther, validateOptions } from "../config/validate-library-options.ts";
import type { Running } from "../reference/server.ts";
import type { Report } from "../results/model.ts";
import { checkServer } from "../runner/check-server.ts";
import { lastStage, narrowedTo } from "../runner/select/select-rules.ts";
import { chosenRules, narrowingOf } from "./rules-from-options.ts";

/**
 * Checks a server against the rules of the protocol, from outside, as `sync2 check` does. Writes no file, prints
 * nothing, and looks at no environment variable. The rules are judged on the thread of the caller.
 * @returns what `report.json` holds; a server that breaks rules is no error: see `verdict`
 * @throws UsageError when the options are wrong, before any request
 * @throws Unusable when the target cannot be used: unreachable, credentials refused, account not empty or in use, or
 * where the reference server is asked for and this machine has no SQLite
 * @throws Interrupted when `signal` ended the run
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
    // Loaded late: hardly anybody asks for it.
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
