import { Redactor } from "../exchange/redact.ts";
import { shorten, visible } from "../results/text.ts";

const MOST_SHOWN = 300;
/** Variables that hold secrets of the run. */
const SECRET = /^SYNC2_(?:TOKEN|HAWK_KEY|PASSWORD|HAWK_ID|USERNAME)$/;

/**
 * What is said where the suite itself is at fault, for whoever mends it: what failed, and where in the code.
 *
 * @param isForeign leaves out the message, which may hold text of a file, and with it credentials
 */
export function broke(error: unknown, isForeign: boolean, env: NodeJS.ProcessEnv): string {
  const { name = "Error", message = String(error), stack = "" } = (error ?? {}) as Error;
  const frames = stack.split("\n").filter((line) => /^ {4}at /.test(line));
  const secrets = Object.entries(env)
    .filter(([key]) => SECRET.test(key))
    .map(([, text = ""]) => ({ text, label: "[redacted]" }));
  const shown = shorten(visible(new Redactor(secrets).text(message)), MOST_SHOWN);
  const what = isForeign
    ? `${name} (its message is left out: it may hold what a file says)`
    : `${name}: ${shown}`;
  return `${["sync2: the suite itself broke; please report this.", what, ...frames].join("\n")}\n`;
}
