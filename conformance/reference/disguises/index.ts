/** All disguises of the reference server by name. */
import type { Running } from "../server.ts";
import { startReference } from "../server.ts";
import { ahead, behind, coarse } from "./clock.ts";
import { combined, type Disguise } from "./disguise.ts";
import { fields, members } from "./extra-fields.ts";
import { shuffled } from "./listing-order.ts";
import { conflicts, tooMany, unavailable } from "./refusals.ts";
import { jumps } from "./version-jumps.ts";
import { chunked, closing, fixedLength, gzip, latency, lowerCase, plain, upperCase } from "./wire-format.ts";

/** The disguises by name. Each makes a server that keeps every rule, so no check may fail it. */
export const disguises = {
  jumps,
  shuffled,
  fields,
  members,
  "lower-case": lowerCase,
  "upper-case": upperCase,
  chunked,
  "fixed-length": fixedLength,
  gzip,
  plain,
  closing,
  latency,
  ahead,
  behind,
  coarse,
  conflicts,
  unavailable,
  "too-many": tooMany,
} satisfies Record<string, Disguise>;

export type DisguiseName = keyof typeof disguises;

/** Starts the reference server in one or more disguises; the first is the outermost. */
export function startDisguised(...names: DisguiseName[]): Promise<Running> {
  return startReference(combined(names.map((name): Disguise => disguises[name])));
}
