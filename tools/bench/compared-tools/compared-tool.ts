import type { TestableRuleId } from "../../../generated/rules.ts";
import type { ServerAt } from "../child-processes.ts";

/** The interface to a tool whose detection of faults is compared with that of this suite. */

/** What a tool reported about one server. */
export interface Verdict {
  /** Its complaints, one line each, without parts that differ from run to run. */
  complaints: string[];
  /** Number of requests whose answers it examined. */
  exchanges: number;
  /** From the start of the tool to its end. */
  wallMs: number;
}

/** A tool that is installed and ready to check servers. */
export interface PreparedTool {
  /** Checks a server, on a new account. */
  check(server: ServerAt, rule: TestableRuleId): Promise<Verdict>;
  close?(): Promise<void>;
}

/** A tool that a user might choose to check a server against the document. */
export interface ComparedTool {
  name: string;
  /** How the benchmark uses it, in one sentence. */
  use: string;
  /** Its npm packages, with versions; empty if this project already has it. */
  packages: readonly string[];
  /**
   * @param folder the folder where its packages are installed
   * @throws Error with the reason, if it cannot be used
   */
  prepare(folder: string): Promise<PreparedTool>;
  /** True if its complaints depend on the rule, so that it must check the unbroken server for each rule too. */
  isByRule?: boolean;
}

let accounts = 0;

/** The name of a new account. */
export function newAccount(): string {
  accounts += 1;
  return `others-${accounts}`;
}
