import type { TestableRuleId } from "../../../generated/rules.ts";
import type { ServerAt } from "../children.ts";

/** What a tool said of one server. */
export interface Verdict {
  /** What it found fault with, a line each, without anything that differs from run to run. */
  complaints: string[];
  /** Requests that it sent and looked at the answers of. */
  exchanges: number;
  /** From the start of the tool to its end. */
  wallMs: number;
}

/** A tool that is ready to look at servers. */
export interface Ready {
  /** Says of a server what it finds, on an account that nobody used before. */
  look(server: ServerAt, rule: TestableRuleId): Promise<Verdict>;
  close?(): Promise<void>;
}

/** Something that a user might pick to check a server against the document. */
export interface Tool {
  name: string;
  /** How it is used here, in a sentence. */
  use: string;
  /** What is installed for it, with versions; none for what is there. */
  packages: readonly string[];
  /**
   * @param folder of its own, where its packages are installed
   * @throws Error that says why it cannot be used
   */
  prepare(folder: string): Promise<Ready>;
  /** Whether what it finds depends on the rule that is looked at, so that each needs a look at the whole server too. */
  isByRule?: boolean;
}

let accounts = 0;

/** A name that no account had yet. */
export function newAccount(): string {
  accounts += 1;
  return `others-${accounts}`;
}
