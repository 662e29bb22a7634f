/** Asks the questions of `sync2 init` in a terminal. */
import type { Readable, Writable } from "node:stream";
import { SCHEMES, type Scheme } from "../../exchange/credentials.ts";
import { UsageError } from "../../results/errors.ts";
import {
  type Answers,
  likelyAccounts,
  readWhere,
  USUAL_ENDPOINT,
  validateAccounts,
  type Where,
} from "./answers.ts";

/** The streams for questions and answers. */
export interface Terminal {
  input: Readable;
  output: Writable;
}

/** Answers that options already gave, and defaults for the others. */
export interface Known {
  where: Where | null;
  accounts: Answers["accounts"] | null;
  scheme: Scheme | null;
  ci: Answers["ci"] | null;
  likelyCi: Answers["ci"];
}

/**
 * Asks on a terminal for the missing answers, at most four.
 * @throws UsageError when the user cancels; nothing has been written then
 */
export async function ask(known: Known, terminal: Terminal): Promise<Answers> {
  // Loaded late: hardly anybody asks for it.
  const { isCancel, select, text } = await import("@clack/prompts");
  const answered = (answer: string | symbol): string => {
    if (isCancel(answer)) throw new UsageError("Cancelled: nothing was written.");
    return answer as string;
  };
  const { endpoint, server } =
    known.where ??
    readWhere(
      answered(
        await text({
          message: "Where is your server? Its endpoint URL, or the command that starts it.",
          placeholder: USUAL_ENDPOINT,
          defaultValue: USUAL_ENDPOINT,
          validate: (given) => reason(() => readWhere(given || USUAL_ENDPOINT)),
          ...terminal,
        }),
      ),
    );
  const choose = async <Value extends string>(
    message: string,
    given: Value | null,
    initialValue: Value,
    options: Record<Value, string>,
  ): Promise<Value> => {
    if (given !== null) return given;
    const all = (Object.entries(options) as [Value, string][]).map(([value, label]) => ({ value, label }));
    // TypeScript cannot infer the type of an option while that of its value is open.
    const choice = await select<string>({ message, initialValue, options: all, ...terminal });
    return answered(choice) as Value;
  };
  const accounts = await choose("How are accounts created?", known.accounts, likelyAccounts(endpoint), {
    made: "{account} in the endpoint: the server creates them on first use",
    listed: "they exist already, and the configuration lists them",
  });
  validateAccounts(accounts, endpoint);
  const scheme = await choose("Which credentials do requests have?", known.scheme, "bearer", SCHEME_LABELS);
  const ci = await choose("Which CI system runs the check?", known.ci, known.likelyCi, {
    github: "GitHub Actions",
    gitlab: "GitLab CI/CD",
    none: "none, or another one",
  });
  return { endpoint, server, accounts, scheme, ci };
}

const LABELS: Record<Scheme, string> = {
  bearer: "a bearer token",
  hawk: "Hawk: id and key",
  basic: "user name and password",
  none: "none",
};
const SCHEME_LABELS = Object.fromEntries(SCHEMES.map((scheme) => [scheme, LABELS[scheme]])) as typeof LABELS;

/** The message of a UsageError; undefined if there was none. */
function reason(read: () => void): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
