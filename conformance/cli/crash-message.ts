/** Says in a few lines that the suite itself failed, and how to report it. */
import { Redactor } from "../exchange/redactor.ts";
import { shorten, visible } from "../results/format-text.ts";

const MOST_SHOWN = 300;
/** Variables that hold secrets of the run. */
const SECRET = /^SYNC2_(?:TOKEN|HAWK_KEY|PASSWORD|HAWK_ID|USERNAME)$/;

/**
 * The message about a bug in this suite: what failed and where in the code, for the person who fixes it.
 *
 * @param isForeign true: leave out the error's message, because it may quote a file with credentials
 */
export function broke(error: unknown, isForeign: boolean, env: NodeJS.ProcessEnv): string {
  const { name = "Error", message = String(error), stack = "" } = (error ?? {}) as Error;
  const frames = stack.split("\n").filter((line) => /^ {4}at /.test(line));
  const secrets = Object.entries(env)
    .filter(([key]) => SECRET.test(key))
    .map(([, text = ""]) => ({ text, label: "[redacted]" }));
  const shown = shorten(visible(new Redactor(secrets).text(message)), MOST_SHOWN);
  const what = isForeign
    ? `${name} (its message is left out: it may hold the content of a file)`
    : `${name}: ${shown}`;
  return `${["sync2: the suite itself broke; please report this.", what, ...frames].join("\n")}\n`;
}
