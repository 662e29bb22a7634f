import type { HeaderList } from "../../../conformance/results/report-model.ts";

/** A text that the server made up and that a later request repeats, and where its answer has it. */
export interface Learnt {
  /** As it was in the recording. */
  was: string;
  /** The field of the header, or the members of the JSON body that lead to it. */
  at: { header: string } | { members: (string | number)[] };
  /** Versions are small numbers: they are repeated only where a version stands. */
  isVersion: boolean;
}

/** One request of a recording, without its credentials being hidden: it never leaves the machine. */
export interface Step {
  /** The partition that it is checked for: neither waits for the other. */
  partition: string;
  /** Milliseconds, of a clock that only compares. */
  began: number;
  ended: number;
  /** What has to be over before it may begin: indexes of steps of the same check. */
  after: number[];
  method: string;
  /** Raw request target. */
  target: string;
  headers: HeaderList;
  /** Key of its octets among the bodies; null for none. */
  body: string | null;
  /** On a connection of its own, closed after it. */
  isBare: boolean;
  /** How it was answered; 0: not at all. */
  status: number;
  /** What is to be learnt from its answer. */
  learns: Learnt[];
  /** Whether it repeats anything that was learnt. */
  isFilledIn: boolean;
}

/** What a check sends, both partitions and all attempts, in the order of beginnings. */
export interface RecordedCheck {
  rule: string;
  steps: Step[];
}

/** A pause that a check made. */
export interface Sleep {
  rule: string;
  /** The partition that the check was run for. */
  partition: string;
  began: number;
  /** Milliseconds that were asked for. */
  ms: number;
}

export interface Recording {
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** In the order in which they began. */
  checks: RecordedCheck[];
  /** Each body once, however often it is sent. */
  bodies: Map<string, Uint8Array>;
  sleeps: Sleep[];
}

/** Number of requests of a recording. */
export function countSteps({ checks }: Pick<Recording, "checks">): number {
  return checks.reduce((sum, { steps }) => sum + steps.length, 0);
}
