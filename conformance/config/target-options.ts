import type { Scheme } from "../exchange/credentials.ts";

/** What the command line says of a target. */
export interface TargetOptions {
  config?: string;
  /** Names of the targets that are meant, where the configuration has several. */
  target?: readonly string[];
  /** Scheme of the credentials where the configuration names none. */
  auth?: Scheme;
  /** Seconds. */
  timeout?: number;
  concurrency?: number;
  /** Lines of header fields that go with every request. */
  header?: readonly string[];
  /** File of certificates of authorities. */
  ca?: string;
  wipe?: boolean;
  seed?: number;
  effort?: number;
}
