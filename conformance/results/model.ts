import type { RuleId, StageName } from "../../generated/rules.ts";
import type { Partition } from "../contract/document.ts";

/**
 * What became of a rule in a run. Only `passed` is green.
 *
 * - `violated`: the server broke the rule.
 * - `inconsistent`: some attempts at its check found the rule violated and others did not; the reason counts them.
 * - `untested`: the run lacked something that only the person who runs it can give (a scenario, accounts).
 * - `notApplicable`: the server does not offer what the rule is about.
 * - `inconclusive`: the measurement was too coarse to judge, or nothing but lost answers is known.
 * - `broken`: the set-up failed, or the suite itself is at fault; nothing was learnt about the rule.
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

/** The levels that a run can be narrowed to; each has its negation beside it. */
export const LEAST_LEVELS = ["MUST", "SHOULD", "MAY"] as const;
/** The least level that is checked. */
export type LeastLevel = (typeof LEAST_LEVELS)[number];

/** Header fields in the order and spelling of the wire; a repeated field stands repeatedly. */
export type HeaderList = [name: string, value: string][];

/** A body as kept for the report: at most a few KiB of it; `bytes` is its full length. */
export interface KeptBody {
  text: string;
  encoding: "utf8" | "base64";
  bytes: number;
  truncated: boolean;
}

/** A departure from the document that the contract layer saw in one exchange, with the rule that it breaks. */
export interface Finding {
  rule: RuleId;
  expected: string;
  got: string;
}

/** Which part of the work on a rule an exchange belongs to. */
export interface Part {
  /** The partition that the check was run for. */
  partition: Partition;
  /** Of the attempts for this partition, from 1. */
  attempt: number;
  /** `set-up` and `clean-up`: around the check, by the suite. */
  phase: "set-up" | "check" | "clean-up";
}

/**
 * Why an exchange says nothing of the server. `unanswered`: nothing whole came. `foreign`: what came is the answer of
 * something in front of it. `limit`: the answer is larger than the suite reads.
 */
export type Loss = "unanswered" | "foreign" | "limit";

/** One request and what came back, credentials redacted. `response` is null when none arrived: see `error`. */
export interface Exchange {
  /** Unique in the run, stable within a check: `<rule>#<n>`. */
  id: string;
  /** null where it is known of no check. */
  part: Part | null;
  /** `operationId` of the document; null where the request aimed at no operation. */
  operation: string | null;
  /** Milliseconds since the epoch. */
  startedAt: number;
  durationMs: number;
  request: { method: string; url: string; headers: HeaderList; body: KeptBody | null };
  response: { status: number; headers: HeaderList; body: KeptBody | null } | null;
  error: string | null;
  findings: Finding[];
  /** Left out where the answer is the server's. */
  lost?: Loss;
  /** True where the request, or the sequence that it belongs to, was tried again for that. */
  again?: true;
}

/** What a check saw when it judged a rule violated, if only in one of its attempts. */
export interface Violation {
  /** Id of the exchange that shows it, null where no single one does. */
  exchange: string | null;
  expected: string;
  got: string;
  /** A shell command that repeats the request; credentials are environment variables in it. */
  curl: string | null;
  /** The requests that lead there, one line each; null where one request is enough. */
  script: string[] | null;
}

export interface RuleResult {
  rule: RuleId;
  level: Level;
  outcome: Outcome;
  /** One sentence; null only when passed. */
  reason: string | null;
  violation: Violation | null;
  durationMs: number;
  exchanges: Exchange[];
  /** Answers whose loss left the rule open; left out where nothing was lost, or it did not matter. */
  lost?: number;
  /** Id of the exchange whose answer kept the check from judging its rule; left out where none did. */
  obstacle?: string;
  /** What the failure is a consequence of, the same words for all that share it; left out where that is not known. */
  cause?: string;
}

/** A stage of writing a server, and how far the server has come there. */
export interface Step {
  stage: StageName;
  title: string;
  passed: number;
  /** Rules of the stage that the run was about. */
  total: number;
}

/** What several rules fail for. */
export interface Cause {
  /** The `cause` of the results that it explains. */
  key: string;
  /** In a sentence. */
  text: string;
  /** The rule that states what is asked; null where none does. */
  rule: RuleId | null;
  /** The rules that it holds back, without that one. */
  rules: RuleId[];
  /** Id of an exchange that shows it; null where none does. */
  exchange: string | null;
  /** To be run while it is mended. */
  command: string;
}

export interface Coverage {
  covered: number;
  total: number;
  /** What was not seen on the wire, e.g. `GET /info/quota 304`. */
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
 * `pass`: no MUST violated, nothing broken, and no rule left open by lost answers. `fail`: a MUST is violated, be it not
 * every time. `broken`: neither can be said. `cut short`: the run was ended before its time, so that there is none.
 */
export type Verdict = "pass" | "fail" | "broken" | "cut short";

/** What was measured of the server before the run, in milliseconds; null for what its answers did not tell. */
export interface Clock {
  /** How far its clock is ahead of ours, between these two. */
  offsetMs: [least: number, most: number] | null;
  /** The step in which its clock was seen to advance. */
  grainMs: number | null;
  /** Between request and answer, on a server with nothing else to do. */
  roundTripMs: [median: number, most: number];
  /** How late our own timers were, at most. */
  timerMs: number;
}

/** A violation that the people of a server know of, and that fails no run before it expires. */
export interface KnownFailure {
  rule: RuleId;
  reason: string;
  /** URL of where it is worked on; null where none is given. */
  issue: string | null;
  /** The last day on which it is accepted, `2027-01-31`; null for no end. */
  expires: string | null;
}

/** What is wrong with an entry of a baseline: it fails the run. */
export interface BaselineProblem {
  rule: string;
  /** Line of the entry in the file, from 1. */
  line: number;
  /** What is wrong and what to do, in a sentence. */
  message: string;
}

/** The baseline of a run, as far as it bears on this run. */
export interface Baseline {
  /** Path as given. */
  file: string;
  /** The failures of this run that were to be expected. */
  known: KnownFailure[];
  /** The rules that could not be judged because of a known failure; left out in reports of earlier releases. */
  heldBack?: RuleId[];
  problems: BaselineProblem[];
}

/** The file `report.json`; its JSON Schema is published beside this one as `report.schema.json`. */
export interface Report {
  $schema: string;
  suite: { name: string; version: string; document: string };
  target: { endpoint: string; accounts: string };
  startedAt: string;
  /** Areas or rules the run was narrowed to; null for all of them. */
  only: string[] | null;
  verdict: Verdict;
  /** Why the run was ended before its time; left out where it was not. */
  cutShort?: string;
  /** Why a run fails that violates no MUST, a clause each, as --fail-on asks; left out where it does not. */
  failedFor?: string[];
  /** True when every testable rule of the document was run and none is untested, inconclusive or broken. */
  complete: boolean;
  summary: Record<Outcome | "total", number>;
  /** What to begin with, the most consequential first; at most three, left out in reports of earlier releases. */
  causes?: Cause[];
  /** How far the server has come in each stage of the run; left out in reports of earlier releases. */
  stages?: Step[];
  coverage: Record<CoverageRow, Coverage>;
  /** Where random choices began, and how many there were, as a multiple of the ordinary number. */
  random: { seed: number; effort: number };
  clock: Clock;
  /** Known failures; null where the run had no baseline. */
  baseline: Baseline | null;
  timing: {
    durationMs: number;
    exchanges: number;
    /** Exchanges without an answer of the server; left out in reports of earlier releases. */
    unanswered?: number;
  };
  results: RuleResult[];
}
