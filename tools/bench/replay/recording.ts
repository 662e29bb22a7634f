import type { HeaderList } from "../../../conformance/results/report-model.ts";

/** The format of a recording: everything that the checks of a run sent. */

/** A text that the server made up and that a later request repeats, with its position in the answer. */
export interface ServerValue {
  /** As it was in the recording. */
  was: string;
  /** The field of the header, or the members of the JSON body that lead to it. */
  at: { header: string } | { members: (string | number)[] };
  /** True for a version. Versions are small numbers, so they are replaced only where a request has a version. */
  isVersion: boolean;
}

/** One request of a recording, with its credentials, because a recording never leaves the machine. */
export interface Step {
  /** The partition whose check sent it. */
  partition: string;
  /** Milliseconds of a clock without an epoch. */
  began: number;
  ended: number;
  /** The steps of the same check, by index, that must end before it may begin. */
  after: number[];
  method: string;
  /** Raw request target. */
  target: string;
  headers: HeaderList;
  /** Key of its octets among the bodies; null for none. */
  body: string | null;
  /** On a connection of its own, closed after it. */
  isBare: boolean;
  /** The status of its answer; 0 without an answer. */
  status: number;
  /** The values of its answer that later requests repeat. */
  learns: ServerValue[];
  /** Whether it repeats a value of an earlier answer. */
  isFilledIn: boolean;
}

/** The requests of a check, for both partitions and all attempts, in the order of their beginnings. */
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
  /** The length of the pause, in milliseconds. */
  ms: number;
}

export interface Recording {
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** In the order in which they began. */
  checks: RecordedCheck[];
  /** The request bodies by key, each stored once. */
  bodies: Map<string, Uint8Array>;
  sleeps: Sleep[];
}

/** Number of requests of a recording. */
export function countSteps({ checks }: Pick<Recording, "checks">): number {
  return checks.reduce((sum, { steps }) => sum + steps.length, 0);
}
