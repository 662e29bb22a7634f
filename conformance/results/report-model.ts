/** The types of a report (`report.json`): outcomes, exchanges, violations, baseline, verdict. */
import type { RuleId, StageName } from "../../generated/rules.ts";
import type { Partition } from "../contract/document.ts";

/**
 * The outcome of a rule in a run. Only `passed` is green.
 *
 * - `violated`: the server broke the rule.
 * - `inconsistent`: some attempts at its check found the rule violated and others did not; the reason counts them.
 * - `untested`: the run lacked something that only its user can give (a scenario, accounts).
 * - `notApplicable`: the server does not offer the feature of the rule.
 * - `inconclusive`: the measurement was too coarse, or every attempt lost an answer.
 * - `broken`: the set-up failed, or the suite has a bug; nothing is known about the rule.
 */
export const OUTCOMES = [
  "passed",
  "violated",
  "inconsistent",
  "untested",
  "notApplicable",
  "inconclusive",
  "broken",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** RFC 2119 levels; a violated SHOULD is reported but fails no run. */
export type Level = "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY";

/** The levels that a run can be narrowed to; each includes its negation. */
export const LEAST_LEVELS = ["MUST", "SHOULD", "MAY"] as const;
/** The least level that is checked. */
export type LeastLevel = (typeof LEAST_LEVELS)[number];

/** Header fields in the order and spelling of the wire; a repeated field is repeated here. */
export type HeaderList = [name: string, value: string][];

/** A body as the report keeps it: at most a few KiB; `bytes` is its full length. */
export interface KeptBody {
  text: string;
  encoding: "utf8" | "base64";
  bytes: number;
  truncated: boolean;
}

/** A departure from the document that the contract layer found in one exchange, with the violated rule. */
export interface Finding {
  rule: RuleId;
  expected: string;
  got: string;
}

/** The partition, attempt and phase that an exchange belongs to. */
export interface Part {
  /** The partition that the check was run for. */
  partition: Partition;
  /** Number of the attempt for this partition, from 1. */
  attempt: number;
  /** `set-up` and `clean-up` are requests of the suite, before and after the check. */
  phase: "set-up" | "check" | "clean-up";
}

/**
 * Why an exchange says nothing about the server. `unanswered`: no complete answer came. `foreign`: something in front
 * of the server made the answer. `limit`: the answer is larger than the suite reads.
 */
export type Loss = "unanswered" | "foreign" | "limit";

/** One request and its response, credentials redacted. If no response arrived, it is null and `error` says why. */
export interface Exchange {
  /** Unique in the run, stable within a check: `<rule>#<n>`. */
  id: string;
  /** null for an exchange outside of checks. */
  part: Part | null;
  /** `operationId` of the document; null for a request for no operation. */
  operation: string | null;
  /** Milliseconds since the epoch. */
  startedAt: number;
  durationMs: number;
  request: { method: string; url: string; headers: HeaderList; body: KeptBody | null };
  response: { status: number; headers: HeaderList; body: KeptBody | null } | null;
  error: string | null;
  findings: Finding[];
  /** Absent if the answer is the server's. */
  lost?: Loss;
  /** The suite repeated the request, or the sequence that it belongs to, because of the loss. */
  again?: true;
}

/** The evidence of a violated rule, possibly from only one of several attempts. */
export interface Violation {
  /** Id of the exchange that shows it; null if no single one does. */
  exchange: string | null;
  expected: string;
  got: string;
  /** A shell command that repeats the request, with environment variables for the credentials. */
  curl: string | null;
  /** The requests that lead to the violation, one line each; null if one request is enough. */
  script: string[] | null;
}

export interface RuleResult {
  rule: RuleId;
  level: Level;
  outcome: Outcome;
  /** One sentence; null only if the rule passed. */
  reason: string | null;
  violation: Violation | null;
  durationMs: number;
  exchanges: Exchange[];
  /** Number of lost answers that left the rule open; absent if no loss mattered. */
  lost?: number;
  /** Id of the exchange whose answer kept the check from judging its rule; absent if none did. */
  obstacle?: string;
  /** The cause of the failure, in the same words for every rule that shares it; absent if it is not known. */
  cause?: string;
}

/** A stage of writing a server, and how many of its rules pass. */
export interface StageProgress {
  stage: StageName;
  title: string;
  passed: number;
  /** Rules of the stage that the run covers. */
  total: number;
}

/** A common cause of several failures. */
export interface Cause {
  /** The `cause` of the results that it explains. */
  key: string;
  /** One sentence. */
  text: string;
  /** The rule that states the requirement; null if none does. */
  rule: RuleId | null;
  /** The other rules that the cause holds back. */
  rules: RuleId[];
  /** Id of an exchange that shows it; null if none does. */
  exchange: string | null;
  /** The command to run while the cause is being fixed. */
  command: string;
}

/** How much of one kind of things in the document the run saw on the wire. */
export interface Coverage {
  covered: number;
  total: number;
  /** Items not seen on the wire, e.g. `GET /info/quota 304`. */
  missing: string[];
}

export const COVERAGE_ROWS = [
  "operations",
  "statuses",
  "requestHeaders",
  "responseHeaders",
  "parameters",
  "mediaTypes",
  "rules",
] as const;
export type CoverageRow = (typeof COVERAGE_ROWS)[number];

/**
 * `pass`: no MUST is violated, nothing is broken, and lost answers leave no rule open. `fail`: a MUST is violated, in
 * all or some attempts. `broken`: neither can be said. `cut short`: the run ended early, without a verdict.
 */
export type Verdict = "pass" | "fail" | "broken" | "cut short";

/** Measurements of clocks and round trips before the run, in milliseconds; null if the answers allowed none. */
export interface Clock {
  /** The server's clock is ahead of ours by an amount between these two. */
  offsetMs: [least: number, most: number] | null;
  /** The step in which the server's clock advances. */
  grainMs: number | null;
  /** Time from request to answer while the server has nothing else to do. */
  roundTripMs: [median: number, most: number];
  /** The greatest delay of our own timers. */
  timerMs: number;
}

/** A violation that the operator of a server accepts; until it expires it fails no run. */
export interface KnownFailure {
  rule: RuleId;
  reason: string;
  /** URL of the issue; null if none is given. */
  issue: string | null;
  /** The last day on which it is accepted, `2027-01-31`; null for no end. */
  expires: string | null;
}

/** A wrong entry of a baseline; it fails the run. */
export interface BaselineProblem {
  rule: string;
  /** Line of the entry in the file, from 1. */
  line: number;
  /** What is wrong and what to do, in one sentence. */
  message: string;
}

/** The part of a baseline that matters to this run. */
export interface Baseline {
  /** Path as given. */
  file: string;
  /** The expected failures of this run. */
  known: KnownFailure[];
  /** The rules that a known failure keeps from being judged; absent in reports of earlier releases. */
  heldBack?: RuleId[];
  problems: BaselineProblem[];
}

/** The file `report.json`; its JSON Schema is `report.schema.json`. */
export interface Report {
  $schema: string;
  suite: { name: string; version: string; document: string };
  target: { endpoint: string; accounts: string };
  startedAt: string;
  /** Areas or rules the run was narrowed to; null for all of them. */
  only: string[] | null;
  verdict: Verdict;
  /** Why the run ended early; absent if it did not. */
  cutShort?: string;
  /** Why `--fail-on` fails a run that violates no MUST, one clause each; absent if it does not. */
  failedFor?: string[];
  /** True if every testable rule of the document was run, and none is untested, inconclusive or broken. */
  complete: boolean;
  summary: Record<Outcome | "total", number>;
  /** At most three causes, the most consequential first; absent in reports of earlier releases. */
  causes?: Cause[];
  /** Progress in each stage of the run; absent in reports of earlier releases. */
  stages?: StageProgress[];
  coverage: Record<CoverageRow, Coverage>;
  /** The seed of random choices, and their number as a multiple of the default. */
  random: { seed: number; effort: number };
  clock: Clock;
  /** null if the run had no baseline. */
  baseline: Baseline | null;
  timing: {
    durationMs: number;
    exchanges: number;
    /** Exchanges without an answer of the server; absent in reports of earlier releases. */
    unanswered?: number;
  };
  results: RuleResult[];
}
